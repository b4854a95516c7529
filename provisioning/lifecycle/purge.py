"""A deleted business is removed for good: schema, role, files, and its row in the registry."""

from collections.abc import Callable

from django.core.files.storage import default_storage
from django.utils import timezone

from marque.kit.tenancy.context import enter
from provisioning.schemas import drop_schema, only_one
from provisioning.waves.alone import not_during_a_wave
from shared_apps.billing.actions.forgetting import forget_tenant
from shared_apps.tenants import lifecycle as registry
from shared_apps.tenants.models import Tenant


def purge_tenant(
    *, tenant: Tenant, by: str, reason: str = "", progress: Callable[[str], None] = lambda step: None
) -> None:
    """Remove a tenant whose grace is over; raises StillKept, WaveRunning. Cut off, it is run again and finishes."""
    with not_during_a_wave(), only_one(f"purge:{tenant.id}"), only_one(f"rename:{tenant.id}"):
        row = Tenant.objects.filter(id=tenant.id).first()
        if row is None:
            return
        registry.refuse_to_purge(row, timezone.now())
        progress("Removing its files")
        with enter(row.as_current()):
            _remove_files("")
        progress("Removing its data")
        for schema in filter(None, (row.schema_name, row.next_schema_name)):
            drop_schema(schema)
        progress("Closing the books")
        forget_tenant(tenant_id=row.id)
        registry.strike_out(tenant=row, by=by, reason=reason)


def purge_due(*, by: str) -> list[str]:
    """Purge every tenant whose grace is over, the longest overdue first; their slugs.

    One that cannot be purged keeps no other: what went wrong is raised when all were tried.
    """
    due = Tenant.objects.filter(state=Tenant.State.DELETED, purge_after__lte=timezone.now()).order_by("purge_after")
    gone, failures = [], []
    for row in list(due):
        try:
            purge_tenant(tenant=row, by=by, reason="grace over")
            gone.append(row.slug)
        except Exception as failure:  # noqa: BLE001 (a disk or a bucket may say anything)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some businesses could not be purged", failures)
    return gone


def _remove_files(folder: str) -> None:
    """Everything below a folder of the current tenant, through the storage: on disk or in a bucket alike."""
    if not default_storage.exists(folder or "."):
        return
    folders, files = default_storage.listdir(folder or ".")
    for name in files:
        default_storage.delete(f"{folder}{name}")
    for name in folders:
        _remove_files(f"{folder}{name}/")
    default_storage.delete(folder or ".")
