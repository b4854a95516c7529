"""What happens while money is awaited that comes by itself."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class PaymentAwaited(Fact):
    """Somebody will pay by transfer, in cash or on invoice."""

    payment_id: int
    order_id: int


@dataclass(frozen=True)
class PaymentReminderDue(Fact):
    """Its day comes near (1), or is over (2), and not all is there."""

    payment_id: int
    number: int


@dataclass(frozen=True)
class MoneyArrived(Fact):
    """Money came for an awaited payment: all of it, a part, or more."""

    payment_id: int
    amount: int


@dataclass(frozen=True)
class PaymentWaitEnded(Fact):
    """Nothing came, and nobody waits for it any more."""

    payment_id: int
    order_id: int


@dataclass(frozen=True)
class PaymentPending(Fact):
    """The buyer has done their part, and their bank takes its time."""

    payment_id: int
    order_id: int


@dataclass(frozen=True)
class PaymentBounced(Fact):
    """After a while the bank said no."""

    payment_id: int
    order_id: int
