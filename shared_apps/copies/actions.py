"""What the registry is told of backups, drills and schemas that are kept."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shared_apps.copies.models import KeptSchema
from shared_apps.operations.audit import record
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.resolve import hosts_changed

# long enough for the largest tenant; what is left after it belongs to a worker that died
_MAKING = timedelta(hours=12)


def announce_schema(*, tenant_id: UUID, schema: str) -> None:
    """Write down that a schema is being made beside a tenant's, so that it is found when its maker dies."""
    now = timezone.now()
    KeptSchema.objects.create(schema_name=schema, tenant_id=tenant_id, kept_at=now, until=now + _MAKING)


@transaction.atomic(using="control")
def move_into(*, tenant: Tenant, schema: str, by: str, reason: str, at: datetime | None = None) -> Tenant:
    """Let a tenant live in another schema from one instant on; the one it leaves is kept for a day."""
    now = timezone.now()
    row = Tenant.objects.select_for_update().get(id=tenant.id)
    left, row.schema_name = row.schema_name, schema
    row.save(update_fields=["schema_name"])
    KeptSchema.objects.filter(schema_name=schema).delete()
    until = now + timedelta(hours=settings.UNDO_HOURS)
    KeptSchema.objects.create(schema_name=left, tenant_id=row.id, kept_at=now, left_at=now, until=until)
    data = {"from": left, "to": schema, "at": at.isoformat() if at else ""}
    record(by=by, action="tenant.restore_backup", target=row.slug, tenant_id=row.id, reason=reason, data=data)
    hosts_changed()
    return row
