"""Orders, what is in them, and the money that came and went."""

from tenant_apps.orders.models.awaiting import Arrival, Awaited, AwaitedQuerySet, ByHand
from tenant_apps.orders.models.by_hand import OrderByHand, PaidBy
from tenant_apps.orders.models.coupon_use import CouponUse
from tenant_apps.orders.models.dispute import Dispute
from tenant_apps.orders.models.document import CreditNote, Document, Immutable, Invoice
from tenant_apps.orders.models.embedding import EmbeddingSite
from tenant_apps.orders.models.evidence import Evidence
from tenant_apps.orders.models.gateway_event import GatewayEvent
from tenant_apps.orders.models.gift import Gift, GiftQuerySet, GiftState
from tenant_apps.orders.models.left_checkout import CheckoutSettings, LeftCheckout, LeftCheckoutQuerySet
from tenant_apps.orders.models.line import OrderLine, OrderLineProduct
from tenant_apps.orders.models.order import Order, OrderCounter, OrderKind, OrderQuerySet, OrderState
from tenant_apps.orders.models.payment import Payment, PaymentState
from tenant_apps.orders.models.period import (
    MovementKind,
    RevenueMovement,
    SubscriptionChange,
    SubscriptionPeriod,
    SubscriptionSettings,
)
from tenant_apps.orders.models.refund import Refund
from tenant_apps.orders.models.seller import EuVat, Seller, TaxEngineChoice
from tenant_apps.orders.models.subscription import Ending, Subscription, SubscriptionQuerySet, SubscriptionState
from tenant_apps.orders.models.tax import OrderBilling, TaxRate
from tenant_apps.orders.models.team import Seat, SeatPurchase, SeatQuerySet, Team, link_key

__all__ = [
    "Arrival",
    "Awaited",
    "AwaitedQuerySet",
    "ByHand",
    "CheckoutSettings",
    "EmbeddingSite",
    "Gift",
    "GiftQuerySet",
    "GiftState",
    "LeftCheckout",
    "LeftCheckoutQuerySet",
    "Seat",
    "SeatPurchase",
    "SeatQuerySet",
    "Team",
    "link_key",
    "CouponUse",
    "CreditNote",
    "Dispute",
    "Document",
    "EuVat",
    "Evidence",
    "GatewayEvent",
    "Immutable",
    "Invoice",
    "Ending",
    "GatewayEvent",
    "MovementKind",
    "Order",
    "OrderBilling",
    "OrderByHand",
    "OrderCounter",
    "OrderKind",
    "OrderLine",
    "OrderLineProduct",
    "OrderQuerySet",
    "OrderState",
    "PaidBy",
    "Payment",
    "PaymentState",
    "Refund",
    "Seller",
    "TaxEngineChoice",
    "TaxRate",
    "RevenueMovement",
    "Subscription",
    "SubscriptionChange",
    "SubscriptionPeriod",
    "SubscriptionQuerySet",
    "SubscriptionSettings",
    "SubscriptionState",
]
