"""What happens to offers."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class OfferPublished(Fact):
    """An offer can be bought."""

    offer_id: int


@dataclass(frozen=True)
class OfferArchived(Fact):
    """An offer is no longer sold."""

    offer_id: int


@dataclass(frozen=True)
class PriceChanged(Fact):
    """An offer costs something else from now on."""

    offer_id: int
    price_id: int


@dataclass(frozen=True)
class OfferStateChanged(Fact):
    """An offer opened, closed, sold out or has seats again: `state` is one of OfferState."""

    offer_id: int
    state: str


@dataclass(frozen=True)
class WaitingJoined(Fact):
    """Somebody waits for a sold-out offer."""

    waiting_id: int
    offer_id: int
    person_id: int


@dataclass(frozen=True)
class WaitingInvited(Fact):
    """A seat is held for somebody who waited."""

    waiting_id: int
    offer_id: int
    person_id: int
