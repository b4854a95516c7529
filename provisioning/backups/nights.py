"""When each tenant is backed up and drilled: spread over the night, so that no minute has them all."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings

from shared_apps.copies.queries import Safety, backed_up_tenants, failed_lately, safety_of
from shared_apps.tenants.models import Tenant

# how often the clock asks, and the fewest it hands out then
ROUND, _AT_LEAST = timedelta(minutes=10), 20
_AGAIN_AFTER = timedelta(hours=1)
_DRILL_EVERY = timedelta(days=7)


def slot(tenant_id: UUID, now: datetime) -> datetime:
    """The last moment, at or before now, at which this tenant's night came."""
    minutes = (settings.BACKUP_UNTIL - settings.BACKUP_FROM) * 60
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = midnight + timedelta(hours=settings.BACKUP_FROM, minutes=tenant_id.int % minutes)
    return today if today <= now else today - timedelta(days=1)


def due_backups(now: datetime) -> list[Tenant]:
    """Whose night has come and who has no backup since; a round's share of them, the longest waiting first."""
    rows = list(_each())
    waiting = [(safety.backup_at or safety.since, row) for row, safety in rows if _is_due(row, safety, now)]
    night = timedelta(hours=settings.BACKUP_UNTIL - settings.BACKUP_FROM)
    most = max(_AT_LEAST, share(len(rows), night))
    return [row for _at, row in sorted(waiting, key=lambda one: one[0])[:most]]


def due_drills(now: datetime) -> list[Tenant]:
    """Whose last drill is a week old: a round's share of those with a backup, the oldest first."""
    rows = list(_each())
    waiting = [
        (safety.drill_at or safety.since, row)
        for row, safety in rows
        if safety.backup_at and (safety.drill_at is None or safety.drill_at < now - _DRILL_EVERY)
    ]
    return [row for _at, row in sorted(waiting, key=lambda one: one[0])[: share(len(rows), _DRILL_EVERY)]]


def share(tenants: int, within: timedelta) -> int:
    """How many a round must hand out so that all had their turn in time."""
    return ceil(tenants * (ROUND / within))


def still_due(row: Tenant, now: datetime) -> bool:
    """Whether nobody has backed it up since it was asked for."""
    return any(_is_due(row, safety, now) for safety in safety_of([row]))


def _is_due(row: Tenant, safety: Safety, now: datetime) -> bool:
    waits = (safety.backup_at or safety.since) < slot(row.id, now)
    return waits and not failed_lately(row.id, now - _AGAIN_AFTER)


def _each() -> Iterator[tuple[Tenant, Safety]]:
    rows = list(backed_up_tenants())
    yield from zip(rows, safety_of(rows), strict=True)
