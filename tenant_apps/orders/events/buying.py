"""What happens on the way to a paid order."""

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
class CheckoutAbandoned(Fact):
    """Somebody who agreed to be reminded left a checkout."""

    left_checkout_id: int
    person_id: int
