"""Whose money it is that buyers pay: the creator's own, or the platform's, which then owes it to the creator."""

from tenant_apps.payments.gateways import payment_settings
from tenant_apps.payments.models import MerchantModel


def platform_collects() -> bool:
    """Whether the platform is the merchant of this business's sales."""
    return payment_settings().merchant == MerchantModel.PLATFORM
