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
