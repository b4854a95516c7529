"""The account a purchase opens."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from tenant_apps.accounts import actions as accounts
from tenant_apps.orders.models import Order
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person


@transaction.atomic
def open_account(*, order: Order, by: Any = None) -> Order:
    """Give the buyer an account if their email has none; an account that exists is left alone. Safe to repeat."""
    order = Order.objects.select_for_update(of=("self",)).select_related("opened_account").get(pk=order.pk)
    buyer = Person.objects.select_for_update().get(pk=order.buyer_id)
    if order.paid_at is None or buyer.user_id or _has_account(order.email):
        return order
    user = accounts.register(email=order.email, name=order.name, verified=False)
    people.link_account(person=buyer, user=user)
    order.opened_account = user
    order.save(update_fields=["opened_account"])
    return order


def _has_account(email: str) -> bool:
    return get_user_model().objects.filter(email__iexact=email).exists()


def may_walk_in(order: Order, *, met_at: datetime | None = None, here: Collection[str] = ()) -> bool:
    """May the browser that paid be signed in? Only into an account this order opened, for somebody new.

    Somebody else's email can be typed at a checkout: an account with anything in it from before waits for its owner,
    and one whose owner has shown that the address is theirs is entered their way alone. `met_at` is when the same
    browser named the buyer before it ordered: agreeing to a reminder makes nobody a stranger. Nor does buying one more
    thing: `here` are the keys of what this browser ordered.
    """
    if order.opened_account is None or order.refunded_at or accounts.is_proven(order.opened_account):
        return False
    others = Order.objects.filter(buyer_id=order.buyer_id).exclude(pk=order.pk).exclude(key__in=here)
    if others.filter(paid_at__isnull=False).exists():
        return False
    first = Order.objects.filter(buyer_id=order.buyer_id).order_by("pk").first() or order
    since = min(first.placed_at, met_at) if met_at else first.placed_at
    return order.buyer.created_at >= since - timedelta(minutes=1)
