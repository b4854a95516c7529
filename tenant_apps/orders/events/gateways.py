"""What a gateway tells of its own accord."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class PaymentFeeKnown(Fact):
    """The gateway said what it keeps of a payment."""

    payment_id: int
    order_id: int


@dataclass(frozen=True)
class GatewayReported(Fact):
    """A gateway told of something that is about no payment: a payout, a transfer, an account."""

    event_id: int
