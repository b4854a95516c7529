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
class GatewayReported(Fact):
    """A gateway told of something that is about no payment: a payout, a transfer, an account."""

    event_id: int


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
class SubscriptionStarted(Fact):
    """The first order of a subscription is paid; a trial may come before the first charge."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionRenewed(Fact):
    """One more period is paid."""

    subscription_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionPaymentFailed(Fact):
    """A charge came to nothing; it is tried again while the grace lasts. `failures` counts from 1."""

    subscription_id: int
    order_id: int
    person_id: int
    failures: int


@dataclass(frozen=True)
class TrialEnding(Fact):
    """A trial ends in a few days, and money is asked for then."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionCancelled(Fact):
    """Asked to end with its period. It is open until then."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class CancellationWithdrawn(Fact):
    """It goes on after all."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionPaused(Fact):
    """Nothing is charged until it goes on."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionResumed(Fact):
    """A pause is over."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionChanged(Fact):
    """It is for another offer, or another amount, from now on."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionCompleted(Fact):
    """The last instalment is paid: what was bought stays."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionLapsed(Fact):
    """Nobody paid within the grace."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionEnded(Fact):
    """It was cancelled or refunded, and its time is over."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class WinBackDue(Fact):
    """Somebody left a while ago and may be asked once whether they come back."""

    subscription_id: int
    person_id: int


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
class RefundReturned(Fact):
    """The gateway could not give a refund to the buyer after all: the money is back with the business."""

    refund_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class DisputeFeeKnown(Fact):
    """The gateway said what it keeps for a dispute."""

    dispute_id: int
    order_id: int


@dataclass(frozen=True)
class GiftSent(Fact):
    """A gift is on its way to its recipient; each time it is sent."""

    gift_id: int
    order_id: int


@dataclass(frozen=True)
class GiftClaimed(Fact):
    """Somebody opened what was bought for them."""

    gift_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class SeatTaken(Fact):
    """Somebody sits in a team."""

    seat_id: int
    team_id: int
    person_id: int


@dataclass(frozen=True)
class SeatFreed(Fact):
    """Somebody sits in a team no more; `person_id` is who did, nothing for an invitation."""

    seat_id: int
    team_id: int
    person_id: int | None


@dataclass(frozen=True)
class CheckoutAbandoned(Fact):
    """Somebody who agreed to be reminded left a checkout."""

    left_checkout_id: int
    person_id: int
