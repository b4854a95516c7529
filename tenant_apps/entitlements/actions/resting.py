"""Let what a source gave rest, and count again."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from marque.kit import clock
from marque.kit.facts.outbox import publish
from tenant_apps.entitlements.actions.granting import given, take_turns, tell
from tenant_apps.entitlements.events import (
    EntitlementRestored,
    EntitlementSuspended,
)
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.models import Person


@transaction.atomic
def suspend_source(*, source: str, person: Person, by: Any = None) -> int:
    """Let everything this source gave the person rest. What other sources give stays open."""
    take_turns(person)
    held = given(person, source).filter(suspended_at__isnull=True)
    return len([_suspend(entitlement) for entitlement in held])


@transaction.atomic
def restore_source(*, source: str, person: Person, by: Any = None) -> int:
    """Let everything this source gave the person count again."""
    take_turns(person)
    held = given(person, source).filter(suspended_at__isnull=False)
    return len([_restore(entitlement) for entitlement in held])


def _suspend(held: Entitlement) -> Entitlement:
    held.suspended_at = now = clock.now()
    held.save(update_fields=["suspended_at"])
    if not Entitlement.objects.of(held.person, held.product).open(now).exists():
        tell(f"withdraw.{held.product.kind}", held)
    publish(EntitlementSuspended(entitlement_id=held.pk, person_id=held.person_id, product_id=held.product_id))
    return held


def _restore(held: Entitlement) -> Entitlement:
    held.suspended_at = None
    held.save(update_fields=["suspended_at"])
    if Entitlement.objects.filter(pk=held.pk).open(clock.now()).exists():
        tell(f"fulfil.{held.product.kind}", held, again=True)
    publish(EntitlementRestored(entitlement_id=held.pk, person_id=held.person_id, product_id=held.product_id))
    return held
