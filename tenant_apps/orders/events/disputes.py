"""What happens when a bank takes money back."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class DisputeOpened(Fact):
    """A buyer's bank took money back for the time being."""

    dispute_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class DisputeWon(Fact):
    """The bank gave the money back to the business."""

    dispute_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class DisputeLost(Fact):
    """The bank gave the money to the buyer for good."""

    dispute_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class DisputeFeeKnown(Fact):
    """The gateway said what it keeps for a dispute."""

    dispute_id: int
    order_id: int
