"""How well tenants are backed up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from shared_apps.copies.models import Backup, Drill
from shared_apps.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Safety:
    """When a tenant was last backed up, and when a backup of it last passed a drill."""

    tenant_id: UUID
    since: datetime
    backup_at: datetime | None
    drill_at: datetime | None

    def backup_is_old(self, now: datetime) -> bool:
        """Whether a night was missed; a new tenant has its first night before it."""
        return (self.backup_at or self.since) < now - timedelta(hours=settings.BACKUP_OLD_HOURS)

    def drill_is_old(self, now: datetime) -> bool:
        """Whether no backup was proven for too long."""
        return (self.drill_at or self.since) < now - timedelta(days=settings.DRILL_OLD_DAYS)


def safety_of(tenants: Iterable[Tenant]) -> list[Safety]:
    """The safety of some tenants, in their order; two queries."""
    rows = list(tenants)
    ids = [row.id for row in rows]
    good = Backup.objects.filter(tenant_id__in=ids, error="").values_list("tenant_id")
    backups = dict(good.annotate(last=Max("taken_at")))
    passed = Drill.objects.filter(tenant_id__in=ids).values_list("tenant_id")
    drills = dict(passed.annotate(last=Max("passed_at")))
    return [Safety(row.id, row.created_at, backups.get(row.id), drills.get(row.id)) for row in rows]


def backed_up_tenants() -> QuerySet[Tenant]:
    """Those that are backed up each night: everybody who works, and whoever may come back."""
    states = [Tenant.State.ACTIVE, Tenant.State.SUSPENDED, Tenant.State.ARCHIVED]
    return Tenant.objects.filter(state__in=states).order_by("created_at", "id").prefetch_related("domains")


def backup_before(tenant_id: UUID, at: datetime) -> Backup | None:
    """The last good backup at or before a moment."""
    return Backup.objects.filter(tenant_id=tenant_id, taken_at__lte=at, error="").order_by("-taken_at").first()


def failed_lately(tenant_id: UUID, since: datetime) -> bool:
    """Whether a backup was tried and failed since."""
    return Backup.objects.filter(~Q(error=""), tenant_id=tenant_id, taken_at__gte=since).exists()
