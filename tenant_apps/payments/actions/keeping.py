"""Cards that people let a business keep, and take away again."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from marque.kit import clock
from marque.kit.errors import Refused
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.payments.gateways import our_gateway
from tenant_apps.payments.models import SavedMethod
from tenant_apps.people.models import Person

AT_ONCE = 100


@transaction.atomic
def keep_method(*, person: Person, gateway: str, method: port.SavedMethod) -> SavedMethod:
    """Keep a card the gateway has saved. The same one twice is one."""
    kept, _new = SavedMethod.objects.get_or_create(
        gateway=gateway,
        token=method.token,
        defaults={
            "person": person,
            "brand": method.brand,
            "last4": method.last4,
            "exp_month": method.exp_month or None,
            "exp_year": method.exp_year or None,
        },
    )
    return kept


def remove_method(*, method: SavedMethod, by: Any = None) -> SavedMethod:
    """Charge it no more, then tell the gateway. Calling it twice changes nothing."""
    if method.removed_at is None:
        method.removed_at = clock.now()
        method.save(update_fields=["removed_at"])
    return _forget(method)


def forget_removed() -> int:
    """Tell gateways that were not reached before; how many know now."""
    left = SavedMethod.objects.to_forget()[:AT_ONCE]
    return sum(1 for method in left if _forget(method).forgotten_at)


def _forget(method: SavedMethod) -> SavedMethod:
    if method.forgotten_at:
        return method
    try:
        our_gateway(method.gateway).forget_method(method.token)
    except (ProviderError, Refused):
        return method
    method.forgotten_at = clock.now()
    method.save(update_fields=["forgotten_at"])
    return method
