"""The business's own payment gateway."""

from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.payments import PaymentGateway, payment_gateway
from tenant_apps.orders.models import Payment


def our_gateway(name: str = "sandbox") -> PaymentGateway:
    """The gateway with this business's account on it."""
    tenant = require_tenant()
    # a copy plays with money, also with payments that began at a real gateway
    return payment_gateway("sandbox" if tenant.safe_mode else name, account=str(tenant.id))


def gateway_of(payment: Payment) -> PaymentGateway:
    """The gateway a payment was started with, whatever is chosen today."""
    return our_gateway(payment.gateway)
