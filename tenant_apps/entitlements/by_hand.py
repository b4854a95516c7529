"""What a person of the team gives or takes away, with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.commands.registry import NoOwner, send
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.catalog import rooms
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


class NotLonger(Refused):
    """An extension ends later than before."""

    field = "expires_at"
    message = _("It is open for longer already. Choose a later day.")


class EndsByItself(Refused):
    """Its end is not a date somebody set."""

    message = _("Only what was sold or given for a time can be extended. Give it anew instead.")


class NobodyTells(Refused):
    """No app writes about this kind of product."""

    field = "tell"
    message = _("Only for a course there is such an email. Leave this empty, and write to them yourself.")


class OverAlready(Refused):
    """It would end before it begins."""

    field = "expires_at"
    message = _("Choose a day in the future, or none.")


@transaction.atomic
def give(
    *,
    person: Person,
    product: Product,
    reason: str,
    by: Any,
    expires_at: datetime | None = None,
    tell: bool = False,
) -> Entitlement:
    """Give a person a product by hand; `tell` has them told by email, with the way in.

    Raises ReasonMissing, GivenAlready, OverAlready, NobodyTells, and where there is no room.
    """
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
    actions.take_turns(person)
    rooms.require_room_in([product], rooms.Asker(person))
    held = actions.grant(person=person, product=product, source=BY_HAND, by=by, expires_at=expires_at, anew=True)
    held.reason, held.granted_by = reason.strip()[:300], by
    held.save(update_fields=["reason", "granted_by"])
    _record("entitlement.given", held, reason, by)
    if tell:
        _tell(held, by)
    return held


def _tell(held: Entitlement, by: Any) -> None:
    """Have the owner of such products write; it is above this app."""
    writer = by.pk if isinstance(by, get_user_model()) else None
    try:
        send(f"tell.{held.product.kind}", person_id=held.person_id, product_id=held.product_id, by_id=writer)
    except NoOwner as missing:
        raise NobodyTells from missing


@transaction.atomic
def take_away(*, entitlement: Entitlement, reason: str, by: Any) -> Entitlement:
    """End one reason for having a product, whoever gave it: it does not come back by itself. Others stay.

    Raises ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    ended = actions.take_away(entitlement=entitlement, by=by)
    _record("entitlement.taken", ended, reason, by)
    return ended


@transaction.atomic
def extend(*, entitlement: Entitlement, expires_at: datetime, reason: str, by: Any) -> Entitlement:
    """Let what ends by a date end later, or open again what ran out. Twice changes nothing.

    Raises ReasonMissing, OverAlready, NotLonger and EndsByItself: subscriptions and seats set their own ends, and what
    was taken away before its end is not a matter of time.
    """
    if not reason.strip():
        raise ReasonMissing
    if expires_at <= clock.now():
        raise OverAlready
    actions.take_turns(entitlement.person)
    entitlement.refresh_from_db()
    if entitlement.expires_at == expires_at and entitlement.revoked_at is None:
        return entitlement
    if entitlement.expires_at is None or entitlement.expires_at > expires_at:
        raise NotLonger
    taken_away = entitlement.revoked_at is not None and entitlement.revoked_at < entitlement.expires_at
    if taken_away or not (entitlement.source == BY_HAND or entitlement.source.startswith("order:")):
        raise EndsByItself
    if entitlement.revoked_at is not None:
        actions.grant(
            person=entitlement.person,
            product=entitlement.product,
            source=entitlement.source,
            by=by,
            expires_at=expires_at,
            anew=True,
        )
    Entitlement.objects.filter(pk=entitlement.pk).update(expires_at=expires_at)
    entitlement.refresh_from_db()
    _record("entitlement.extended", entitlement, reason, by)
    return entitlement


def _record(action: str, held: Entitlement, reason: str, by: Any) -> None:
    about = {"person": str(held.person.key), "product": str(held.product.key), "source": held.source}
    here, why = require_tenant().id, reason.strip()
    audit.record(by=str(by), action=action, target=str(held.key), tenant_id=here, reason=why, data=about)
