"""Which backups stay: the last of each of some days, weeks and months."""

import shutil
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from marque.kit.vault import in_vault
from provisioning.backups.shelf import backups_of
from provisioning.capsule.opening import open_capsule
from provisioning.capsule.refusals import BadCapsule
from shared_apps.copies.models import Backup
from shared_apps.tenants.models import Tenant

_PERIODS: list[tuple[str, Callable[[datetime], Any]]] = [
    ("BACKUP_DAILY", lambda at: at.date()),
    ("BACKUP_WEEKLY", lambda at: at.isocalendar()[:2]),
    ("BACKUP_MONTHLY", lambda at: (at.year, at.month)),
]


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The moments that stay: all of the last day, then of each period the newest, as many as the settings say."""
    newest_first = sorted(moments, reverse=True)
    stay = {at for at in newest_first if at > now - timedelta(days=1)}
    for setting, period in _PERIODS:
        last_of: dict[Any, datetime] = {}
        for at in newest_first:
            last_of.setdefault(period(at), at)
        stay.update(list(last_of.values())[: getattr(settings, setting)])
    return stay


def prune(tenant_id: UUID, *, now: datetime) -> int:
    """Drop what retention lets go, and media that no backup lists any more; returns how many backups went."""
    rows = list(Backup.objects.filter(tenant_id=tenant_id, error=""))
    stay = kept((row.taken_at for row in rows), now)
    gone = [row for row in rows if row.taken_at not in stay]
    for row in gone:
        in_vault(row.path).unlink(missing_ok=True)
        row.delete()
    Backup.objects.filter(tenant_id=tenant_id).exclude(error="").filter(taken_at__lt=min(stay, default=now)).delete()
    if gone:
        _clear_shelf(tenant_id, [row for row in rows if row.taken_at in stay])
    return len(gone)


def forget_gone(now: datetime) -> int:
    """Drop the backups of tenants that were removed for good, a month after the last; returns how many tenants."""
    month_ago = now - timedelta(days=30)
    last = Backup.objects.values_list("tenant_id").annotate(last=Max("taken_at"))
    there = set(Tenant.objects.values_list("id", flat=True))
    gone = [tenant_id for tenant_id, at in last if tenant_id not in there and at < month_ago]
    for tenant_id in gone:
        shutil.rmtree(backups_of(tenant_id), ignore_errors=True)
        Backup.objects.filter(tenant_id=tenant_id).delete()
    return len(gone)


def _clear_shelf(tenant_id: UUID, rows: list[Backup]) -> None:
    listed: set[str] = set()
    for row in rows:
        try:
            with open_capsule(in_vault(row.path), trust=True, progress=lambda step: None, media=False) as capsule:
                listed.update(item.sha256 for item in capsule.index)
        except BadCapsule:
            return  # what it needs can't be known, so nothing goes
    for content in (backups_of(tenant_id) / "media").glob("*/*"):
        if content.name not in listed:
            content.unlink(missing_ok=True)
