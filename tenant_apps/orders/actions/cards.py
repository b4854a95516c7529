"""Another card for a subscription; what is overdue is paid with it at once."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from tenant_apps.orders.actions.ending import NotRunning
from tenant_apps.orders.actions.paying import pay
from tenant_apps.orders.actions.periods import keep_card
from tenant_apps.orders.gateways import keeping_gateway
from tenant_apps.orders.models import Ending, Order, Payment, Subscription
from tenant_apps.orders.subscriptions import unpaid_order
from tenant_apps.payments.actions import save_card


def keep_card_of_trial(*, order: Order, method: str) -> None:
    """Keep the card of an order with nothing to pay today. The same one twice is one card. Raises CardNotKept."""
    # another card after a refusal is another question to the gateway
    key = f"{order.key}-{hashlib.sha256(method.encode()).hexdigest()[:16]}"
    kept = save_card(person=order.buyer, method=method, currency=order.currency, idempotency_key=key)
    keep_card(order=order, method=kept)


def replace_card(*, subscription: Subscription, method: str, idempotency_key: UUID, by: Any = None) -> Payment | None:
    """Charge this card from now on. The payment, where something was overdue; None where nothing was charged.

    Raises NotRunning, CardNotKept, MoneyNotTaken and NotConnected.
    """
    held = subscription
    if held.ended_at and held.ended_because != Ending.LAPSED:
        raise NotRunning
    owed = unpaid_order(held) if held.past_due_since else None
    if owed is not None:
        return pay(order=owed, method=method, gateway=keeping_gateway().name, save_method=True, by=by)
    if held.ended_at:
        raise NotRunning
    kept = save_card(person=held.person, method=method, currency=held.currency, idempotency_key=str(idempotency_key))
    Subscription.objects.filter(pk=held.pk).update(method=kept)
    return None
