"""The business's own payment gateway, now and when a payment was started."""

from shared_apps.integrations.ports.payments import PaymentGateway
from tenant_apps.orders.models import Payment
from tenant_apps.payments.gateways import NotConnected, keeping_gateway, our_gateway

__all__ = ["NotConnected", "gateway_of", "keeping_gateway", "our_gateway"]


def gateway_of(payment: Payment) -> PaymentGateway:
    """The gateway a payment was started with, whatever is chosen today."""
    return our_gateway(payment.gateway, merchant=payment.merchant)
