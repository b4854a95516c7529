"""The end of a business's life in the registry, and its way back; each step leaves an audit row (DESIGN §7)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.operations.audit import record
from shared_apps.operations.models import Operation
from shared_apps.tenants.actions import WrongState
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.resolve import hosts_changed

GRACE = timedelta(days=30)
_LIVING = (Tenant.State.ACTIVE, Tenant.State.SUSPENDED)
_KEPT = (*_LIVING, Tenant.State.ARCHIVED)


class GraceOver(WrongState):
    """The days in which a deleted business could come back are over."""

    message = _("The 30 days are over: this business is being removed for good.")


class StillKept(WrongState):
    """A tenant is purged only after it was deleted and its grace is over."""

    message = _("Only a deleted business whose 30 days are over is removed for good.")


@transaction.atomic(using="control")
def archive_tenant(*, tenant: Tenant, by: str, reason: str = "") -> Tenant:
    """Close a business and stop its work; nothing is lost. Doing it twice changes nothing; raises WrongState."""
    row = _locked(tenant)
    if row.state == Tenant.State.ARCHIVED:
        return row
    _require(row, _LIVING, Tenant.State.ARCHIVED)
    row.state_before = row.state
    return _become(row, Tenant.State.ARCHIVED, by=by, reason=reason)


@transaction.atomic(using="control")
def delete_tenant(*, tenant: Tenant, by: str, reason: str = "") -> Tenant:
    """Close a business to everybody and purge it in 30 days. Doing it twice changes nothing; raises WrongState.

    Until then it keeps its slug and its domains, so that `restore_tenant` brings back all of it.
    """
    row = _locked(tenant)
    if row.state == Tenant.State.DELETED:
        return row
    _require(row, _KEPT, Tenant.State.DELETED)
    if row.state in _LIVING:
        row.state_before = row.state
    row.purge_after = timezone.now() + GRACE
    return _become(row, Tenant.State.DELETED, by=by, reason=reason, until=row.purge_after.isoformat())


@transaction.atomic(using="control")
def restore_tenant(*, tenant: Tenant, by: str, reason: str = "") -> Tenant:
    """Bring an archived or deleted business back as it was. Doing it twice changes nothing.

    Raises WrongState for one that is suspended, GraceOver for one whose purge may have begun.
    """
    row = _locked(tenant)
    if row.state == Tenant.State.ACTIVE:
        return row
    if row.state not in (Tenant.State.ARCHIVED, Tenant.State.DELETED):
        raise WrongState(_("Only an archived or deleted business is restored; a suspended one is resumed."))
    if row.purge_after and row.purge_after <= timezone.now():
        raise GraceOver()
    state, row.purge_after = row.state_before or Tenant.State.ACTIVE, None
    row.state_before = ""
    return _become(row, state, by=by, reason=reason, action="tenant.restored")


@transaction.atomic(using="control")
def end_grace(*, tenant: Tenant, by: str, reason: str = "") -> Tenant:
    """Let a deleted business be purged now; raises WrongState for one that is not deleted."""
    row = _locked(tenant)
    if row.state != Tenant.State.DELETED:
        raise WrongState(_("Delete the business first."))
    row.purge_after = min(row.purge_after or timezone.now(), timezone.now())
    row.save(update_fields=["purge_after"])
    record(by=by, action="tenant.grace-ended", target=row.slug, tenant_id=row.id, reason=reason)
    return row


def refuse_to_purge(tenant: Tenant, now: datetime) -> None:
    """Raise StillKept unless the tenant is deleted and its grace is over."""
    if tenant.state != Tenant.State.DELETED or tenant.purge_after is None or tenant.purge_after > now:
        raise StillKept()


@transaction.atomic(using="control")
def strike_out(*, tenant: Tenant, by: str, reason: str = "") -> None:
    """Forget a purged tenant: what stays is the audit log's line, which names its slug and nobody.

    Its schema and files are gone already. Slug and domains are free from here on. Raises StillKept.
    """
    row = _locked(tenant)
    refuse_to_purge(row, timezone.now())
    record(by=by, action="tenant.purged", target=row.slug, tenant_id=row.id, reason=reason)
    # the operations that made it carry its owner's address
    over = Q(finished_at__isnull=False) | Q(failed_at__isnull=False)
    Operation.objects.filter(over, Q(payload__slug=row.slug) | Q(tenant_id=row.id)).delete()
    row.delete()
    hosts_changed()


def _locked(tenant: Tenant) -> Tenant:
    return Tenant.objects.select_for_update().get(id=tenant.id)


def _require(row: Tenant, states: tuple[str, ...], wanted: str) -> None:
    if row.type == Tenant.Type.PLATFORM:
        raise WrongState(_("The platform itself can't be archived or deleted."))
    if row.state not in states:
        raise WrongState(_("A business that is %(old)s can't become %(new)s.") % {"old": row.state, "new": wanted})


def _become(row: Tenant, state: str, *, by: str, reason: str, action: str = "", **data: Any) -> Tenant:
    previous, row.state, row.state_reason, row.state_changed_at = row.state, state, reason, timezone.now()
    row.save(update_fields=["state", "state_before", "state_reason", "state_changed_at", "purge_after"])
    record(
        by=by,
        action=action or f"tenant.{state}",
        target=row.slug,
        tenant_id=row.id,
        reason=reason,
        data={"from": previous} | data,
    )
    hosts_changed()
    return row
