"""Who collects what tenants owe."""

from __future__ import annotations

from django.conf import settings

from shared_apps.integrations.ports.platform_billing import PlatformBilling, platform_billing
from shared_apps.settlements.platform import platform_keys


def our_provider() -> PlatformBilling:
    """The provider this installation has chosen, with the keys operators typed, else the environment's."""
    name = settings.BILLING_PROVIDER
    return platform_billing(name, keys=platform_keys(name))
