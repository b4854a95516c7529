"""What happens to affiliates."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class AffiliateApplied(Fact):
    """Somebody asked to join, and waits for an answer."""

    affiliate_id: int
    person_id: int


@dataclass(frozen=True)
class AffiliateApproved(Fact):
    """Their links count from now on."""

    affiliate_id: int
    person_id: int


@dataclass(frozen=True)
class AffiliateRejected(Fact):
    """Their application was turned down."""

    affiliate_id: int
    person_id: int
