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
