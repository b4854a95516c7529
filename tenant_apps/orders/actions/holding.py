"""The seats of an order: held while it is paid, kept when it is, given back when it is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog import rooms
from tenant_apps.catalog.models import Offer, Waiting
from tenant_apps.orders.actions.coupons import release_coupons, retake_coupons
from tenant_apps.orders.models import Order, OrderKind, OrderLine
from tenant_apps.people.models import Person

HELD_FOR = timedelta(minutes=15)


class TooManyForOne(Refused):
    """The person has as many as one may have."""

    message = _("One person can buy this %(most)s times, and you have. Nothing was charged.")


def hold_seats(*, order: Order, place: Waiting | None = None) -> None:
    """Take the seats that the order's lines still need, offers in the order of their keys.

    A place in the line brings its own seat. Raises SoldOut and TooManyForOne.
    """
    lines = list(order.lines.select_related("offer").order_by("offer_id"))
    _refuse_too_many(order, [line for line in lines if line.offer.per_person_limit])
    until = clock.now() + HELD_FOR
    for line in lines:
        needed = line.quantity - line.seats
        if needed > 0 and place is not None and place.offer_id == line.offer_id and _claims(place, order):
            needed -= 1
        if needed > 0:
            catalog.take_seats(offer=line.offer, seats=needed)
        elif needed < 0:
            catalog.release_seats(offer=line.offer, seats=-needed)
        line.seats, line.held_until = line.quantity, until
        line.save(update_fields=["seats", "held_until"])


def retake(*, order: Order, since: datetime) -> None:
    """Take again what a locked order gave back since then, when nobody paid it.

    Raises SoldOut, TooManyForOne and CouponRefused.
    """
    if order.kind not in (OrderKind.CHECKOUT, OrderKind.UPSELL):
        return  # the others never held any
    retake_coupons(order=order, since=since)
    if order.lines.filter(seats__lt=F("quantity")).exists():
        hold_seats(order=order)


def _claims(place: Waiting, order: Order) -> bool:
    return place.person_id == order.buyer_id and catalog.claim_place(waiting=place, now=clock.now())


def _refuse_too_many(order: Order, limited: list[OrderLine]) -> None:
    if not limited:
        return
    # two forms of one person at once would each see the other's seats as not taken yet
    Person.objects.select_for_update().get(pk=order.buyer_id)
    for line in limited:
        others = OrderLine.objects.filter(offer=line.offer, order__buyer_id=order.buyer_id).exclude(order=order)
        taken = others.aggregate(sum=Sum("seats"))["sum"] or 0
        most = line.offer.per_person_limit or 0
        if taken + line.quantity > most:
            raise TooManyForOne(_once(most))


def _once(most: int) -> Any:
    if most == 1:
        return _("One person can buy this once, and you have, or are about to in another window. Nothing was charged.")
    return TooManyForOne.message % {"most": most}


def give_back(line: OrderLine) -> None:
    """A line's seats, to the next who wants them."""
    catalog.release_seats(offer=Offer(pk=line.offer_id), seats=line.seats)
    OrderLine.objects.filter(pk=line.pk).update(seats=0, held_until=None)
    rooms.tell_freed(line.products.all())


@transaction.atomic
def release_order(*, order: Order, by: Any = None) -> None:
    """Give back every seat the order has. Calling it twice changes nothing."""
    Order.objects.select_for_update().get(pk=order.pk)
    for line in order.lines.seated():
        give_back(line)


def release_overheld(*, now: datetime, at_once: int = 500) -> int:
    """Give back the seats of orders that nobody paid in time; one that is being paid keeps them."""
    orders = OrderLine.objects.overheld(now).order_by("held_until").values_list("order_id", flat=True)[:at_once]
    return sum(_release_unpaid(order_id) for order_id in sorted(set(orders)))


@transaction.atomic
def _release_unpaid(order_id: int) -> int:
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.paid_at or order.payments.holding().exists():
        order.lines.update(held_until=None if order.paid_at else clock.now() + HELD_FOR)
        return 0
    release_coupons(order)
    release_order(order=order)
    return 1
