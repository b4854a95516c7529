"""What a person of the team gives or takes away, with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.catalog.models import Product
from tenant_apps.entitlements import actions
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.models import Person

# one for a person and a product: given again, it says the new reason
BY_HAND = "hand"


class ReasonMissing(Refused):
    """Nobody would know later why."""

    field = "reason"
    message = _("Write a reason, so that whoever asks later knows why.")


class GivenAlready(Refused):
    """The team gave it before, and it stands."""

    field = "product"
    message = _("Your team gave this already. Take it away first to give it for another reason.")


class OverAlready(Refused):
    """It would end before it begins."""

    field = "expires_at"
    message = _("Choose a day in the future, or none.")


@transaction.atomic
def give(*, person: Person, product: Product, reason: str, by: Any, expires_at: datetime | None = None) -> Entitlement:
    """Give a person a product by hand; raises ReasonMissing, GivenAlready and OverAlready."""
    if not reason.strip():
        raise ReasonMissing
    now = clock.now()
    if expires_at is not None and expires_at <= now:
        raise OverAlready
    if Entitlement.objects.of(person, product).filter(source=BY_HAND).open(now).exists():
        raise GivenAlready
    stale = Entitlement.objects.of(person, product).filter(source=BY_HAND, revoked_at__isnull=True).first()
    if stale is not None:
        actions.revoke(entitlement=stale, by=by)  # it ran out, and the nightly round has not been
    held = actions.grant(person=person, product=product, source=BY_HAND, by=by, expires_at=expires_at)
    held.reason, held.granted_by = reason.strip()[:300], by
    held.save(update_fields=["reason", "granted_by"])
    _record("entitlement.given", held, reason, by)
    return held


@transaction.atomic
def take_away(*, entitlement: Entitlement, reason: str, by: Any) -> Entitlement:
    """End one reason for having a product, whoever gave it; others stay. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    ended = actions.revoke(entitlement=entitlement, by=by)
    _record("entitlement.taken", ended, reason, by)
    return ended


def _record(action: str, held: Entitlement, reason: str, by: Any) -> None:
    about = {"person": str(held.person.key), "product": str(held.product.key), "source": held.source}
    here, why = require_tenant().id, reason.strip()
    audit.record(by=str(by), action=action, target=str(held.key), tenant_id=here, reason=why, data=about)
