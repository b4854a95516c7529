"""Whose money it is that buyers pay: the creator's own, or the platform's, which then owes it to the creator."""

from tenant_apps.payments.actions.onboarding import opens_accounts
from tenant_apps.payments.gateways import payment_settings
from tenant_apps.payments.models import MerchantModel


def platform_collects() -> bool:
    """Whether the platform is the merchant of this business's sales."""
    return payment_settings().merchant == MerchantModel.PLATFORM


def sends_by_stripe() -> bool:
    """Can payouts be sent by Stripe: the platform has the money, and an account there?"""
    return platform_collects() and opens_accounts("stripe")
