"""The business's own payment gateway, now and when a payment was started."""

from shared_apps.integrations.ports.payments import PaymentGateway
from shared_apps.integrations.redirecting import ElsewhereForm
from tenant_apps.orders.models import Payment
from tenant_apps.payments.gateways import NotConnected, keeping_gateway, our_gateway

__all__ = ["NotConnected", "gateway_of", "keeping_gateway", "leads_away", "our_gateway"]


def leads_away(payment: Payment) -> bool:
    """Whether the buyer of a payment under way was led to the gateway's own pages."""
    form = gateway_of(payment).method_form(money=payment.money, token=payment.action_token)
    return isinstance(form, ElsewhereForm)


def gateway_of(payment: Payment) -> PaymentGateway:
    """The gateway a payment was started with, whatever is chosen today."""
    return our_gateway(payment.gateway, merchant=payment.merchant)
