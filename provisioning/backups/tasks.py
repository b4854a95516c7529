"""The night's work, on a queue of its own: nobody who signs up at night waits behind it."""

from celery import shared_task
from django.utils import timezone

from marque.kit.errors import Refused
from provisioning.backups.drilling import drill_tenant
from provisioning.backups.nights import due_backups, due_drills, still_due
from provisioning.backups.restoring import drop_kept
from provisioning.backups.retention import forget_gone
from provisioning.backups.taking import backup_tenant
from provisioning.capsule.own import drop_expired
from shared_apps.copies.queries import backed_up_tenants
from shared_apps.tenants.models import Tenant


@shared_task(name="provisioning.nightly", tenantless=True, by_the_clock=True)
def nightly(**_later: object) -> None:
    """Ask for the backups and the drill that are due, and drop schemas and capsules whose days are over."""
    now = timezone.now()
    for row in due_backups(now):
        back_up.delay(str(row.id))
    for row in due_drills(now):
        drill.delay(str(row.id))
    drop_kept(now)
    drop_expired(now)
    forget_gone(now)


@shared_task(name="provisioning.back_up", tenantless=True)
def back_up(tenant_id: str, **_later: object) -> None:
    """Back one tenant up, unless another message did; a failure is kept for the console."""
    row = backed_up_tenants().filter(id=tenant_id).first()
    if row is not None and still_due(row, timezone.now()):
        backup_tenant(tenant=row, by="clock")


@shared_task(name="provisioning.drill", tenantless=True)
def drill(tenant_id: str, **_later: object) -> None:
    """Prove one tenant's last backup."""
    row = Tenant.objects.filter(id=tenant_id).first()
    try:
        if row is not None:
            drill_tenant(tenant=row, by="clock")
    except Refused:
        return  # it has none yet
