"""Grant and revoke. Whoever owns a kind of product delivers on `fulfil.<kind>`, takes back on `withdraw.<kind>`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from marque.kit import clock
from marque.kit.commands.registry import send
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.catalog.models import Product
from tenant_apps.catalog.things import EVERYTHING
from tenant_apps.entitlements.events import (
    EntitlementGranted,
    EntitlementRestored,
    EntitlementRevoked,
    EntitlementSuspended,
)
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders.models import Order, OrderKind, OrderLine, Seat
from tenant_apps.orders.standing import access_of_team, receiver_of, seats_paid_by, sold_to, stands
from tenant_apps.people.models import Person

MEMBERSHIP = "membership:"


@transaction.atomic
def grant(
    *, person: Person, product: Product, source: str, by: Any = None, expires_at: datetime | None = None
) -> Entitlement:
    """Give a person a product for this reason. Granting what stands changes nothing; what was revoked comes back."""
    _take_turns(person)
    held, new = Entitlement.objects.get_or_create(
        person=person,
        product=product,
        source=source,
        defaults={"granted_at": clock.now(), "expires_at": expires_at},
    )
    if not new and held.revoked_at is None:
        return held
    if not new:
        held.granted_at, held.expires_at = clock.now(), expires_at
        held.revoked_at = held.suspended_at = None
        held.save(update_fields=["granted_at", "expires_at", "revoked_at", "suspended_at"])
    _tell(f"fulfil.{product.kind}", held)
    publish(EntitlementGranted(entitlement_id=held.pk, person_id=person.pk, product_id=product.pk))
    return held


@transaction.atomic
def revoke(*, entitlement: Entitlement, by: Any = None) -> Entitlement:
    """Take this reason away. The product is withdrawn only when no other reason is left."""
    _take_turns(entitlement.person)
    entitlement.refresh_from_db()
    if entitlement.revoked_at:
        return entitlement
    entitlement.revoked_at = now = clock.now()
    entitlement.save(update_fields=["revoked_at"])
    if not Entitlement.objects.of(entitlement.person, entitlement.product).open(now).exists():
        _tell(f"withdraw.{entitlement.product.kind}", entitlement)
    publish(
        EntitlementRevoked(
            entitlement_id=entitlement.pk, person_id=entitlement.person_id, product_id=entitlement.product_id
        )
    )
    return entitlement


@transaction.atomic
def suspend_source(*, source: str, person: Person, by: Any = None) -> int:
    """Let everything this source gave the person rest. What other sources give stays open."""
    _take_turns(person)
    held = _given(person, source).filter(suspended_at__isnull=True)
    return len([_suspend(entitlement) for entitlement in held])


@transaction.atomic
def restore_source(*, source: str, person: Person, by: Any = None) -> int:
    """Let everything this source gave the person count again."""
    _take_turns(person)
    held = _given(person, source).filter(suspended_at__isnull=False)
    return len([_restore(entitlement) for entitlement in held])


def _given(person: Person, source: str) -> Any:
    held = Entitlement.objects.filter(person=person, source=source, revoked_at__isnull=True)
    return held.select_related("person", "product").order_by("pk")


def _suspend(held: Entitlement) -> Entitlement:
    held.suspended_at = now = clock.now()
    held.save(update_fields=["suspended_at"])
    if not Entitlement.objects.of(held.person, held.product).open(now).exists():
        _tell(f"withdraw.{held.product.kind}", held)
    publish(EntitlementSuspended(entitlement_id=held.pk, person_id=held.person_id, product_id=held.product_id))
    return held


def _restore(held: Entitlement) -> Entitlement:
    held.suspended_at = None
    held.save(update_fields=["suspended_at"])
    if Entitlement.objects.filter(pk=held.pk).open(clock.now()).exists():
        _tell(f"fulfil.{held.product.kind}", held)
    publish(EntitlementRestored(entitlement_id=held.pk, person_id=held.person_id, product_id=held.product_id))
    return held


@transaction.atomic
def revoke_source(*, source: str, person: Person, by: Any = None) -> int:
    """Take away everything this source gave the person."""
    held = Entitlement.objects.filter(person=person, source=source, revoked_at__isnull=True).order_by("pk")
    return len([revoke(entitlement=entitlement, by=by) for entitlement in held.select_related("person", "product")])


@transaction.atomic
def provide(
    *, person: Person, products: Iterable[Product], source: str, expires_at: datetime | None = None, by: Any = None
) -> None:
    """Let this source give the person exactly these products, until then. Repeating it changes nothing."""
    wanted = {product.pk: product for product in products}
    _take_turns(person)
    held = Entitlement.objects.filter(person=person, source=source, revoked_at__isnull=True).select_related("product")
    for each in held.exclude(product__in=wanted):
        revoke(entitlement=each, by=by)
    for product in wanted.values():
        given = grant(person=person, product=product, source=source, expires_at=expires_at, by=by)
        if given.expires_at != expires_at:
            given.expires_at = expires_at
            given.save(update_fields=["expires_at"])


def source_of_membership(held: Entitlement) -> str:
    """How what an all-access membership gives names it."""
    return f"{MEMBERSHIP}{held.key}"


@transaction.atomic
def revoke_memberships(*, person: Person, by: Any = None) -> int:
    """Take away everything that all-access memberships gave the person."""
    held = Entitlement.objects.filter(person=person, source__startswith=MEMBERSHIP, revoked_at__isnull=True)
    return len([revoke(entitlement=each, by=by) for each in held.select_related("person", "product").order_by("pk")])


def open_to_members(*, products: Iterable[Product], now: datetime) -> int:
    """Give what is put on sale to those who have everything; returns to how many. Safe to repeat."""
    given = list(products)
    members = Entitlement.objects.open(now).filter(product__kind=EVERYTHING).select_related("person").order_by("pk")
    for held in members.iterator(chunk_size=500):
        for product in given:
            grant(person=held.person, product=product, source=source_of_membership(held))
    return members.count()


def source_of(order: Order) -> str:
    """How an entitlement names the order it comes from."""
    return f"order:{order.key}"


@transaction.atomic
def deliver(*, order: Order, now: datetime, by: Any = None) -> int:
    """Give whose order it is what was sold once and may be given by now; returns how many lines.

    A gift is given when it is claimed. What begins or renews a subscription is delivered by that, seats by
    `follow_seat`. Safe to repeat.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("buyer").get(pk=order.pk)
    if not stands(order) or order.kind == OrderKind.RENEWAL:
        return 0
    person, since = receiver_of(order)
    sold_once = order.lines.filter(began__isnull=True, seat_purchase__isnull=True)
    lines = [line for line in sold_once if line.delivers_at is None or line.delivers_at <= now]
    if person is not None and since is not None:
        for line in lines:
            _give(line, person, since, source=source_of(order), by=by)
    # seats count as given on their day, whoever sits there by then
    given = order.lines.filter(Q(delivers_at=None) | Q(delivers_at__lte=now), began__isnull=True, delivered_at=None)
    given.update(delivered_at=now)
    return len(lines)


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
    given = sum(deliver(order=order, now=now) for order in found)
    for order in found:
        for seat in seats_paid_by(order):
            follow_seat(seat=seat, now=now)
    return given


def end_lapsed(*, now: datetime, at_once: int = 500) -> int:
    """Take back what ran out before now."""
    lapsed = Entitlement.objects.lapsed(now).select_related("person", "product").order_by("expires_at")[:at_once]
    return len([revoke(entitlement=entitlement) for entitlement in lapsed])


def _take_turns(person: Person) -> None:
    # two revokes at once would each see the other's entitlement still open, and nobody would withdraw
    Person.objects.select_for_update().get(pk=person.pk)


def _tell(kind: str, held: Entitlement) -> None:
    # what stands is the entitlement; a refusal to deliver is kept with the command and does not undo it
    with contextlib.suppress(Refused):
        send(kind, person_id=held.person_id, product_id=held.product_id, entitlement_id=held.pk)
