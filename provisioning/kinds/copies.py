"""Operations that copy a tenant."""

from typing import Any

from provisioning.forks.making import fork_tenant
from provisioning.kinds.belonging import hold_made, refuse_strangers
from provisioning.operations import Progress, kind
from shared_apps.tenants.models import Tenant


@kind("tenant.fork", again=True)
def fork(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Copy a business beside it, in safe mode."""
    refuse_strangers(payload, {payload["slug"]}, by=by)
    made = Tenant.objects.filter(slug=payload["slug"], state=Tenant.State.ACTIVE).prefetch_related("domains").first()
    if made is None:
        row = Tenant.objects.get(id=payload["tenant"])
        fork_tenant(tenant=row, slug=payload["slug"], by=by, mask=payload["mask"], progress=progress)
        made = Tenant.objects.prefetch_related("domains").get(slug=payload["slug"])
    hold_made(payload, by=by)
    return {"slug": made.slug, "domain": made.as_current().domain, "masked": payload["mask"]}
