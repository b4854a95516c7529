"""A tenant that arrives whole from elsewhere: it is there and served, or nothing of it is."""

from collections.abc import Callable
from typing import Any

from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning import files
from provisioning.capsule.refusals import NoSpace, is_full
from provisioning.schemas import drop_schema, only_one
from shared_apps.tenants import actions as registry
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import clean_slug

Fill = Callable[[CurrentTenant], Any]


def arrive(*, slug: str, fill: Fill, by: str, progress: Callable[[str], None], **fields: Any) -> CurrentTenant:
    """Register a tenant, let `fill` make and fill its schema and files, and open it; raises BadSlug, BadName, NoSpace.

    A failure leaves nothing; one that was cut off half way is found by its slug and made again.
    """
    slug = clean_slug(slug)
    with only_one(f"tenant:{slug}"):
        left = Tenant.objects.filter(slug=slug, state=Tenant.State.PROVISIONING).first()
        if left:
            discard(left, by=by, reason="cut off half way")
        progress("Registering")
        row = registry.register_tenant(slug=slug, by=by, **fields)
        try:
            fill(row.as_current())
            progress("Opening")
            row = registry.change_state(tenant=row, state=Tenant.State.ACTIVE, by=by)
        except BaseException as failure:
            discard(row, by=by, reason=str(failure) or type(failure).__name__)
            if is_full(failure):
                raise NoSpace(target=slug) from failure
            raise
        return row.as_current()


def discard(row: Tenant, *, by: str, reason: str) -> None:
    """Remove all there is of a tenant that was never served: schema, role, files, its row."""
    drop_schema(row.schema_name)
    with enter(row.as_current()):
        files.remove_all()
    registry.forget_tenant(tenant=row, by=by, reason=reason)
