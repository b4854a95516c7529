"""Give what was sold: by order, by seat, on its day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tenant_apps.entitlements.actions.granting import grant, provide
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders.models import Order, OrderKind, OrderLine, Seat
from tenant_apps.orders.standing import access_of_team, receiver_of, seats_paid_by, sold_to, stands
from tenant_apps.people.models import Person


def source_of(order: Order) -> str:
    """How an entitlement names the order it comes from."""
    return f"order:{order.key}"


@transaction.atomic
def deliver(*, order: Order, now: datetime, again: bool = True, by: Any = None) -> int:
    """Give whose order it is what was sold once and may be given by now; returns how many lines.

    A gift is given when it is claimed. What begins or renews a subscription is delivered by that, seats by
    `follow_seat`. Safe to repeat; without `again`, what was given before is left as it became.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("buyer").get(pk=order.pk)
    if not stands(order) or order.kind == OrderKind.RENEWAL:
        return 0
    person, since = receiver_of(order)
    sold_once = order.lines.filter(began__isnull=True, seat_purchase__isnull=True)
    due = [line for line in sold_once if line.delivers_at is None or line.delivers_at <= now]
    lines = [line for line in due if again or line.delivered_at is None]
    if person is not None and since is not None:
        for line in lines:
            _give(line, person, since, source=source_of(order), by=by)
    # seats count as given on their day, whoever sits there by then
    given = order.lines.filter(Q(delivers_at=None) | Q(delivers_at__lte=now), began__isnull=True, delivered_at=None)
    given.update(delivered_at=now)
    return len(lines)


@transaction.atomic
def bring_back(*, order: Order, now: datetime, by: Any = None) -> int:
    """Open again what a refund closed that came to nothing, wherever it was moved to; returns how much was closed.

    What the team took away stays away, and so does what ran out meanwhile. Safe to repeat.
    """
    deliver(order=order, now=now, by=by)
    person, _since = receiver_of(order)
    if person is None or not stands(order):
        return 0
    closed = Entitlement.objects.filter(person=person, source=source_of(order), revoked_at__isnull=False)
    left = closed.filter(Q(expires_at=None) | Q(expires_at__gt=now), taken_at=None)
    found = list(left.select_related("product").order_by("pk"))
    for held in found:
        grant(person=person, product=held.product, source=held.source, expires_at=held.expires_at, by=by)
    return len(found)


def _give(line: OrderLine, person: Person, since: datetime, *, source: str, by: Any) -> None:
    ends = line.access_ends(max(since, line.delivers_at or since))
    for product in line.products.order_by("pk"):
        grant(person=person, product=product, source=source, expires_at=ends, by=by)


def source_of_seat(seat: Seat) -> str:
    """How an entitlement names the seat of a team it comes from."""
    return f"seat:{seat.key}"


@transaction.atomic
def follow_seat(*, seat: Seat, now: datetime) -> None:
    """Bring what a seat gives in line with how it and its team stand. Repeating it changes nothing."""
    held = Seat.objects.select_for_update(of=("self",)).select_related("person", "team__line__order")
    seat = held.get(pk=seat.pk)
    if seat.person is None:
        return
    access = access_of_team(seat.team, now)
    open_now = seat.freed_at is None and access.is_open
    provide(
        person=seat.person,
        products=sold_to(seat.team).products.order_by("pk") if open_now else [],
        source=source_of_seat(seat),
        expires_at=access.until if open_now else None,
    )


def deliver_due(*, now: datetime, at_once: int = 500) -> int:
    """Give what was paid ahead and is due by now."""
    orders = OrderLine.objects.due(now).order_by("delivers_at").values_list("order_id", flat=True)[:at_once]
    found = Order.objects.filter(pk__in=set(orders)).order_by("pk")
    given = sum(deliver(order=order, now=now, again=False) for order in found)
    for order in found:
        for seat in seats_paid_by(order):
            follow_seat(seat=seat, now=now)
    return given
