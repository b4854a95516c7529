"""Give a product for a reason, and take the reason away."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from marque.kit import clock
from marque.kit.commands.registry import send
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.catalog.models import Product
from tenant_apps.entitlements.events import (
    EntitlementGranted,
    EntitlementRevoked,
)
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.models import Person


@transaction.atomic
def grant(
    *,
    person: Person,
    product: Product,
    source: str,
    by: Any = None,
    expires_at: datetime | None = None,
    anew: bool = False,
) -> Entitlement:
    """Give a person a product for this reason. Granting what stands changes nothing; what was revoked comes back.

    What the team took away comes back only `anew`: by its own hand, or with another purchase.
    """
    take_turns(person)
    held, new = Entitlement.objects.get_or_create(
        person=person,
        product=product,
        source=source,
        defaults={"granted_at": clock.now(), "expires_at": expires_at},
    )
    if not new and (held.revoked_at is None or (held.taken_at is not None and not anew)):
        return held
    if not new:
        held.granted_at, held.expires_at = clock.now(), expires_at
        held.revoked_at = held.suspended_at = held.taken_at = None
        held.save(update_fields=["granted_at", "expires_at", "revoked_at", "suspended_at", "taken_at"])
    tell(f"fulfil.{product.kind}", held, **({} if new else {"again": True}))
    publish(EntitlementGranted(entitlement_id=held.pk, person_id=person.pk, product_id=product.pk))
    return held


@transaction.atomic
def revoke(*, entitlement: Entitlement, by: Any = None) -> Entitlement:
    """Take this reason away. The product is withdrawn only when no other reason is left."""
    take_turns(entitlement.person)
    entitlement.refresh_from_db()
    if entitlement.revoked_at:
        return entitlement
    entitlement.revoked_at = now = clock.now()
    entitlement.save(update_fields=["revoked_at"])
    if not Entitlement.objects.of(entitlement.person, entitlement.product).open(now).exists():
        tell(f"withdraw.{entitlement.product.kind}", entitlement)
    publish(
        EntitlementRevoked(
            entitlement_id=entitlement.pk, person_id=entitlement.person_id, product_id=entitlement.product_id
        )
    )
    return entitlement


@transaction.atomic
def take_away(*, entitlement: Entitlement, by: Any = None) -> Entitlement:
    """Take this reason away for good: its source does not bring it back, a renewal or a refund that failed neither."""
    ended = revoke(entitlement=entitlement, by=by)
    if ended.taken_at is None:
        ended.taken_at = clock.now()
        ended.save(update_fields=["taken_at"])
    return ended


@transaction.atomic
def revoke_source(*, source: str, person: Person, by: Any = None) -> int:
    """Take away everything this source gave the person."""
    return len([revoke(entitlement=entitlement, by=by) for entitlement in given(person, source)])


@transaction.atomic
def provide(
    *, person: Person, products: Iterable[Product], source: str, expires_at: datetime | None = None, by: Any = None
) -> None:
    """Let this source give the person exactly these products, until then. Repeating it changes nothing."""
    wanted = {product.pk: product for product in products}
    take_turns(person)
    for each in given(person, source).exclude(product__in=wanted):
        revoke(entitlement=each, by=by)
    for product in wanted.values():
        held = grant(person=person, product=product, source=source, expires_at=expires_at, by=by)
        if held.expires_at != expires_at:
            held.expires_at = expires_at
            held.save(update_fields=["expires_at"])


def end_lapsed(*, now: datetime, at_once: int = 500) -> int:
    """Take back what ran out before now."""
    lapsed = Entitlement.objects.lapsed(now).select_related("person", "product").order_by("expires_at")[:at_once]
    return len([revoke(entitlement=entitlement) for entitlement in lapsed])


def given(person: Person, source: str) -> Any:
    """What this source gave the person and nobody took back."""
    held = Entitlement.objects.filter(person=person, source=source, revoked_at__isnull=True)
    return held.select_related("person", "product").order_by("pk")


def take_turns(person: Person) -> None:
    """Make all who write about this person's entitlements wait for each other."""
    # two revokes at once would each see the other's entitlement still open, and nobody would withdraw
    Person.objects.select_for_update().get(pk=person.pk)


def tell(kind: str, held: Entitlement, **more: Any) -> None:
    """Ask the owner of the kind to deliver, `again` what it delivered before, or to take back."""
    # what stands is the entitlement; a refusal to deliver is kept with the command and does not undo it
    with contextlib.suppress(Refused):
        send(kind, person_id=held.person_id, product_id=held.product_id, entitlement_id=held.pk, **more)
