"""Charging what is due: written down first, asked for outside any transaction, each period once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from marque.kit.errors import Refused
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.orders.actions.asking import charge
from tenant_apps.orders.actions.changing import due_change
from tenant_apps.orders.actions.charging import ask_card, locked, place
from tenant_apps.orders.actions.ending import end, lapse
from tenant_apps.orders.actions.pausing import go_on
from tenant_apps.orders.actions.periods import apply_change, failed, keep_card
from tenant_apps.orders.actions.settling import settle_free
from tenant_apps.orders.gateways import gateway_of
from tenant_apps.orders.models import Payment, Subscription, SubscriptionPeriod
from tenant_apps.orders.subscriptions import discount_on_next, open_period, patience
from tenant_apps.payments.actions import keep_method

# a charge whose worker died: its payment is looked up by `reconcile_payments`, and we look again after this
LEASE = timedelta(minutes=15)
AT_ONCE = 200


def due_subscriptions(*, now: datetime, at_once: int = AT_ONCE) -> list[int]:
    """Those something has to happen to, longest waiting first."""
    return list(Subscription.objects.due(now).values_list("pk", flat=True)[:at_once])


def renew(*, subscription_id: int, now: datetime, by: Any = None) -> Payment | None:
    """Do what is due: charge one period, try again, resume, end or lapse. Twice, or twice at once, charges once."""
    _find_card(subscription_id)
    payment = _begin_charge(subscription_id, now)
    return charge(payment=payment) if payment else None


@transaction.atomic
def _begin_charge(subscription_id: int, now: datetime) -> Payment | None:
    held = locked(subscription_id)
    if held.ended_at or held.due_at is None or held.due_at > now:
        return None
    if held.paused_at:
        go_on(held, now=now)
    elif held.ends_at and held.period_ends_at and held.period_ends_at >= held.ends_at:
        end(held, now=now)
    elif held.failures > len(patience().retry_days):
        lapse(held, now=now)
    else:
        return _asked(held, open_period(held) or _next_period(held, now), now)
    return None


def _asked(held: Subscription, period: SubscriptionPeriod, now: datetime) -> Payment | None:
    """Write down that we are about to charge; None while another charge is under way, or none can be made."""
    held.due_at = now + LEASE
    held.save(update_fields=["due_at"])
    if not period.order.total:
        settle_free(order=period.order)
        return None
    try:
        return ask_card(held, period.order)
    except Refused:
        failed(held, period, now=now)
        return None


def _next_period(held: Subscription, now: datetime) -> SubscriptionPeriod:
    change = due_change(held)
    offer, amount = (change.offer, change.amount) if change else (held.offer, held.amount)
    products = list(offer.products.all()) if change else list(held.line.products.all())
    title = offer.title if change else held.line.title
    discount = discount_on_next(held, amount)
    seats = change.quantity if change else held.line.quantity
    order, line = place(
        held,
        offer=offer,
        amount=amount,
        title=title,
        products=products,
        now=now,
        discount=discount,
        quantity=seats,
    )
    if change:
        apply_change(held, change, line, now=now)
    return SubscriptionPeriod.objects.create(
        subscription=held, order=order, line=line, starts_at=held.boundary(0), ends_at=held.boundary(1)
    )


def _find_card(subscription_id: int) -> None:
    """A payment that settled behind our back told us of no card: ask its gateway which one it saved."""
    held = Subscription.objects.filter(pk=subscription_id, method__isnull=True).select_related("order__buyer").first()
    paid = held.order.payments.succeeded().first() if held else None
    if held is None or paid is None or not paid.saves_method:
        return
    try:
        found = gateway_of(paid).find_payment(idempotency_key=str(paid.idempotency_key), reference=paid.reference)
    except (ProviderError, Refused):
        return
    if found and found.saved:
        kept = keep_method(person=held.order.buyer, gateway=paid.gateway, method=found.saved)
        keep_card(order=held.order, method=kept)
