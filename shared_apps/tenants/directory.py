"""What the kit asks of the registry: `settings.TENANT_DIRECTORY`."""

from collections.abc import Iterator
from uuid import UUID

from marque.kit.tenancy.context import CurrentTenant
from shared_apps.tenants.models import Tenant


def working_tenants() -> Iterator[CurrentTenant]:
    """Every tenant whose background work goes on, oldest first."""
    for tenant in Tenant.objects.working().order_by("created_at", "id").prefetch_related("domains"):
        yield tenant.as_current()


def working_tenant(tenant_id: UUID | str) -> CurrentTenant | None:
    """One of those, or one that is being set up and has work already; else None: archived, deleted, in maintenance."""
    states = [Tenant.State.PROVISIONING, Tenant.State.ACTIVE, Tenant.State.SUSPENDED]
    tenant = (
        Tenant.objects.filter(id=tenant_id, state__in=states, maintenance_since=None)
        .prefetch_related("domains")
        .first()
    )
    return tenant.as_current() if tenant else None


def platform_tenant() -> CurrentTenant | None:
    """The platform's own tenant."""
    tenant = Tenant.objects.filter(type=Tenant.Type.PLATFORM).prefetch_related("domains").first()
    return tenant.as_current() if tenant else None
