"""What this browser has ordered here, kept in its session."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from marque.kit import clock
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.models import LeftCheckout, Order
from tenant_apps.people.models import Person

SESSION_KEY = "orders"
LEFT = "left_checkouts"
MET = "met_here"
REMEMBERED = 10
FRESH = timedelta(hours=1)


def remember(request: HttpRequest, order: Order) -> None:
    """This browser placed the order."""
    others = [key for key in ordered_here(request) if key != str(order.key)]
    request.session[SESSION_KEY] = [str(order.key), *others][:REMEMBERED]


def ordered_here(request: HttpRequest) -> list[str]:
    """The keys of what this browser ordered."""
    return list(request.session.get(SESSION_KEY, []))


def just_bought(request: HttpRequest) -> Order | None:
    """What this browser paid for a moment ago, the newest order of several."""
    paid = Order.objects.filter(key__in=ordered_here(request), paid_at__gte=clock.now() - FRESH)
    return paid.order_by("-paid_at").first()


def placed_here(request: HttpRequest, order: Order) -> bool:
    """Did this browser place it, not long ago?"""
    here = str(order.key) in ordered_here(request)
    return here and order.paid_at is not None and clock.now() - order.paid_at < FRESH


def agreed(request: HttpRequest, left: LeftCheckout, *, since: datetime) -> None:
    """In this browser somebody agreed to be reminded of it, or came back by the reminder; so they are known `since`."""
    key, person = str(left.key), str(left.person.key)
    kept, met = request.session.get(LEFT, []), request.session.get(MET, {})
    if key in kept and person in met:
        return
    request.session[LEFT] = [key, *(each for each in kept if each != key)][:REMEMBERED]
    others = [each for each in met.items() if each[0] != person]
    request.session[MET] = dict([(person, met.get(person, since.isoformat())), *others][:REMEMBERED])


def agreed_here(request: HttpRequest, offer: Offer) -> list[LeftCheckout]:
    """What was agreed to in this browser about an offer, and is still kept."""
    keys = request.session.get(LEFT)
    if not keys:
        return []
    return list(LeftCheckout.objects.open().filter(key__in=keys, offer=offer).select_related("person"))


def met_at(request: HttpRequest, person: Person) -> datetime | None:
    """When this browser first said who it is, before it ordered anything."""
    found = request.session.get(MET, {}).get(str(person.key))
    return datetime.fromisoformat(found) if found else None


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
