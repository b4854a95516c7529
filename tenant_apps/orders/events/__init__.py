"""What happens to orders."""

from tenant_apps.orders.events.awaiting import (
    MoneyArrived,
    PaymentAwaited,
    PaymentBounced,
    PaymentPending,
    PaymentReminderDue,
    PaymentWaitEnded,
)
from tenant_apps.orders.events.buying import CheckoutAbandoned, OrderPaid, OrderPlaced, PaymentFailed
from tenant_apps.orders.events.disputes import DisputeFeeKnown, DisputeLost, DisputeOpened, DisputeWon
from tenant_apps.orders.events.for_others import GiftClaimed, GiftSent, SeatFreed, SeatTaken
from tenant_apps.orders.events.gateways import GatewayReported, PaymentFeeKnown
from tenant_apps.orders.events.refunds import OrderRefunded, RefundReturned, RefundSettled, SurplusReturned
from tenant_apps.orders.events.subscriptions import (
    CancellationWithdrawn,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionCompleted,
    SubscriptionEnded,
    SubscriptionLapsed,
    SubscriptionPaused,
    SubscriptionPaymentFailed,
    SubscriptionRenewed,
    SubscriptionResumed,
    SubscriptionStarted,
    TrialEnding,
    WinBackDue,
)

__all__ = [
    "CancellationWithdrawn",
    "CheckoutAbandoned",
    "DisputeFeeKnown",
    "DisputeLost",
    "DisputeOpened",
    "DisputeWon",
    "GatewayReported",
    "GiftClaimed",
    "GiftSent",
    "MoneyArrived",
    "OrderPaid",
    "OrderPlaced",
    "OrderRefunded",
    "PaymentAwaited",
    "PaymentBounced",
    "PaymentFailed",
    "PaymentFeeKnown",
    "PaymentPending",
    "PaymentReminderDue",
    "PaymentWaitEnded",
    "RefundReturned",
    "RefundSettled",
    "SeatFreed",
    "SeatTaken",
    "SubscriptionCancelled",
    "SubscriptionChanged",
    "SubscriptionCompleted",
    "SubscriptionEnded",
    "SubscriptionLapsed",
    "SubscriptionPaused",
    "SubscriptionPaymentFailed",
    "SubscriptionRenewed",
    "SubscriptionResumed",
    "SubscriptionStarted",
    "SurplusReturned",
    "TrialEnding",
    "WinBackDue",
]
