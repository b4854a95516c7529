"""Operations in the life of a tenant that is there: each may be done again after it was cut off."""

from typing import Any

from marque.kit.errors import Refused
from provisioning.operations import Progress, kind
from provisioning.waves.retry import migrate_one
from shared_apps.tenants import lifecycle
from shared_apps.tenants.models import Tenant


class StillBehind(Refused):
    """The tenant could not be brought to this release."""


@kind("tenant.archive", again=True)
def archive(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Close a business and stop its work."""
    return _shown(lifecycle.archive_tenant(tenant=_row(payload), by=by, reason=payload["reason"]))


@kind("tenant.delete", again=True)
def delete(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Close a business to everybody; it is purged in 30 days."""
    return _shown(lifecycle.delete_tenant(tenant=_row(payload), by=by, reason=payload["reason"]))


@kind("tenant.restore", again=True)
def restore(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Bring an archived or deleted business back."""
    return _shown(lifecycle.restore_tenant(tenant=_row(payload), by=by, reason=payload["reason"]))


@kind("tenant.migrate", again=True)
def migrate(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Try once more to bring a business to this release."""
    row = _row(payload)
    outcome = migrate_one(tenant=row, by=by, progress=progress)
    if outcome.failed:
        raise StillBehind(outcome.failed[row.slug])
    return _shown(row)


def _row(payload: dict[str, Any]) -> Tenant:
    return Tenant.objects.get(id=payload["tenant"])


def _shown(row: Tenant) -> dict[str, Any]:
    return {"slug": row.slug, "state": row.state, "domain": row.as_current().domain}
