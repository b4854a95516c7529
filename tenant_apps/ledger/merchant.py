"""Whose money it is that buyers pay: the creator's own, or the platform's, which then owes it to the creator."""

from django.apps import apps


def platform_collects() -> bool:
    """Whether the platform is the merchant of this business's sales."""
    if not apps.is_installed("tenant_apps.payments"):
        return False
    settings = apps.get_model("payments", "PaymentSettings").objects.first()
    return settings is not None and settings.merchant == "platform"
