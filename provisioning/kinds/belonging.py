"""What an agency asked for becomes the agency's, and nothing else does."""

from typing import Any

from shared_apps.agencies.actions import hold_tenant
from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import tenants_of
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import taken


def refuse_strangers(payload: dict[str, Any], slugs: set[str], *, by: str) -> None:
    """Raise BadSlug for a slug that somebody else has taken since the operation was asked for."""
    own = set(tenants_of(Agency.objects.get(id=payload["agency"])).order_by().values_list("slug", flat=True))
    for row in Tenant.objects.filter(slug__in=slugs - own):
        if not _made_by(row, by):
            raise taken(row.slug)


def hold_made(payload: dict[str, Any], *, by: str) -> None:
    """Give the agency the tenants that this operation has made."""
    agency = Agency.objects.get(id=payload["agency"])
    for row in Tenant.objects.filter(slug__in=payload["slugs"], holding=None).exclude(state=Tenant.State.PROVISIONING):
        if _made_by(row, by):
            hold_tenant(agency=agency, tenant=row, by=by)


def _made_by(row: Tenant, by: str) -> bool:
    return AuditEntry.objects.filter(tenant_id=row.id, action="tenant.register", actor=by).exists()
