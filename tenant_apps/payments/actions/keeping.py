"""Cards that people let a business keep, and take away again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.payments.gateways import keeping_gateway, our_gateway
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


class CardNotKept(Refused):
    """The gateway did not take the card, or keeps none."""

    message = _("This card could not be kept. Nothing was charged. Try another one.")
    field = "number"


def save_card(*, person: Person, method: str, currency: str, idempotency_key: str, by: Any = None) -> SavedMethod:
    """Keep a card and charge nothing. The same key is the same card. Raises CardNotKept and NotConnected."""
    gateway = keeping_gateway()
    if not gateway.capabilities.saves_methods:
        raise CardNotKept
    request = port.PaymentRequest(
        money=Money(0, currency), method=method, idempotency_key=idempotency_key, email=person.email, save_method=True
    )
    try:
        result = gateway.charge(request)
    except ProviderError as error:
        raise CardNotKept from error
    if not result.succeeded or result.saved is None:
        raise CardNotKept(result.message or None)
    return keep_method(person=person, gateway=gateway.name, method=result.saved)


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
