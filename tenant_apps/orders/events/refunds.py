"""What happens when money goes back, or should have."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


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
class RefundReturned(Fact):
    """The gateway could not give a refund to the buyer after all: the money is back with the business."""

    refund_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class SurplusReturned(Fact):
    """Money that paid no order could not be given back to the buyer: it is with the business again."""

    payment_id: int
    event_id: int
