"""Operations that write a tenant into the vault."""

from typing import Any

from provisioning.backups.taking import backup_tenant
from provisioning.capsule.own import make_own_capsule
from provisioning.operations import Progress, kind
from shared_apps.tenants.models import Tenant


@kind("capsule.make", again=True)
def make(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Make a capsule for an owner, and write to them when it is ready."""
    tenant = Tenant.objects.prefetch_related("domains").get(id=payload["tenant"])
    made = make_own_capsule(tenant=tenant, key=payload["capsule"], email=payload["email"], by=by, progress=progress)
    return {"capsule": str(made.id), "size": made.size}


@kind("tenant.backup", again=True)
def backup(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Back a tenant up now."""
    tenant = Tenant.objects.prefetch_related("domains").get(id=payload["tenant"])
    made = backup_tenant(tenant=tenant, by=by, progress=progress)
    return {"slug": tenant.slug, "size": made.size}
