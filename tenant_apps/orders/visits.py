"""What this browser has ordered here, kept in its session."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from marque.kit import clock
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.models import Order

SESSION_KEY = "orders"
REMEMBERED = 10
FRESH = timedelta(hours=1)


def remember(request: HttpRequest, order: Order) -> None:
    """This browser placed the order."""
    others = [key for key in request.session.get(SESSION_KEY, []) if key != str(order.key)]
    request.session[SESSION_KEY] = [str(order.key), *others][:REMEMBERED]


def placed_here(request: HttpRequest, order: Order) -> bool:
    """Did this browser place it, not long ago?"""
    here = str(order.key) in request.session.get(SESSION_KEY, [])
    return here and order.paid_at is not None and clock.now() - order.paid_at < FRESH


def unfinished(request: HttpRequest, offer: Offer) -> Order | None:
    """The order of this offer that this browser began and did not pay."""
    keys = request.session.get(SESSION_KEY)
    if not keys:
        return None
    return Order.objects.filter(key__in=keys, lines__offer=offer, paid_at__isnull=True).order_by("-pk").first()


def holds_seat(request: HttpRequest, offer: Offer) -> bool:
    """Is a seat of the offer held for what this browser began?"""
    begun = unfinished(request, offer)
    return begun is not None and begun.lines.seated().filter(offer=offer).exists()
