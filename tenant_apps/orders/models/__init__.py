"""Orders, what is in them, and the money that came and went."""

from tenant_apps.orders.models.dispute import Dispute
from tenant_apps.orders.models.gateway_event import GatewayEvent
from tenant_apps.orders.models.line import OrderLine, OrderLineProduct
from tenant_apps.orders.models.order import Order, OrderCounter, OrderKind, OrderQuerySet, OrderState
from tenant_apps.orders.models.payment import Payment, PaymentState
from tenant_apps.orders.models.refund import Refund

__all__ = [
    "Dispute",
    "GatewayEvent",
    "Order",
    "OrderCounter",
    "OrderKind",
    "OrderLine",
    "OrderLineProduct",
    "OrderQuerySet",
    "OrderState",
    "Payment",
    "PaymentState",
    "Refund",
]
