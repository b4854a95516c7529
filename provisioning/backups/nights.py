"""When each tenant is backed up and drilled: spread over the night, so that no minute has them all."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from shared_apps.copies.queries import Safety, backed_up_tenants, failed_lately, safety_of
from shared_apps.tenants.models import Tenant

_AT_ONCE = 20
_AGAIN_AFTER = timedelta(hours=1)
_DRILL_EVERY = timedelta(days=7)


def slot(tenant_id: UUID, now: datetime) -> datetime:
    """The last moment, at or before now, at which this tenant's night came."""
    minutes = (settings.BACKUP_UNTIL - settings.BACKUP_FROM) * 60
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = midnight + timedelta(hours=settings.BACKUP_FROM, minutes=tenant_id.int % minutes)
    return today if today <= now else today - timedelta(days=1)


def due_backups(now: datetime) -> list[Tenant]:
    """Whose night has come and who has no backup since; some at a time, the longest waiting first."""
    waiting = [
        (safety.backup_at or safety.since, row)
        for row, safety in _each()
        if (safety.backup_at or safety.since) < slot(row.id, now) and not failed_lately(row.id, now - _AGAIN_AFTER)
    ]
    return [row for _at, row in sorted(waiting, key=lambda one: one[0])[:_AT_ONCE]]


def due_drills(now: datetime) -> list[Tenant]:
    """Whose last drill is a week old: one at a time, the oldest first, of those with a backup."""
    waiting = [
        (safety.drill_at or safety.since, row)
        for row, safety in _each()
        if safety.backup_at and (safety.drill_at is None or safety.drill_at < now - _DRILL_EVERY)
    ]
    return [row for _at, row in sorted(waiting, key=lambda one: one[0])[:1]]


def _each() -> Iterator[tuple[Tenant, Safety]]:
    rows = list(backed_up_tenants())
    yield from zip(rows, safety_of(rows), strict=True)
