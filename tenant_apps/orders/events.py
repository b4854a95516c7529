"""What happens to orders."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class OrderPlaced(Fact):
    """Somebody asked to buy."""

    order_id: int
    person_id: int


@dataclass(frozen=True)
class OrderPaid(Fact):
    """An order is paid in full, or costs nothing."""

    order_id: int
    person_id: int


@dataclass(frozen=True)
class PaymentFailed(Fact):
    """An attempt to pay came to nothing."""

    order_id: int
    person_id: int


@dataclass(frozen=True)
class OrderRefunded(Fact):
    """All the money of an order went back."""

    order_id: int
    person_id: int


@dataclass(frozen=True)
class RefundSettled(Fact):
    """Money went back, all or part of an order's."""

    refund_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class PaymentFeeKnown(Fact):
    """The gateway said what it keeps of a payment."""

    payment_id: int
    order_id: int


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
