"""A drill: a backup is restored on trial, every table compared with what was written, and dropped again."""

from collections.abc import Callable

from django.utils import timezone

from marque.kit.errors import Refused
from marque.kit.vault import in_vault
from provisioning.backups.restoring import check_shelf
from provisioning.backups.shelf import backups_of
from provisioning.backups.taking import NoBackup
from provisioning.capsule.media import Shelf
from provisioning.capsule.opening import Capsule, open_capsule
from provisioning.capsule.taking_in import fill_tables
from provisioning.places import places_of
from provisioning.schemas import drop_schema, only_one
from provisioning.summing import sums_of
from shared_apps.copies.models import Backup, Drill
from shared_apps.copies.queries import backup_before
from shared_apps.operations.audit import record
from shared_apps.tenants.models import Tenant

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Nobody watches."""


def drill_tenant(*, tenant: Tenant, by: str, progress: Progress = _silent) -> Drill:
    """Prove the last backup of a tenant; the result is kept, and says which tables differ. Raises NoBackup."""
    started = timezone.now()
    backup = backup_before(tenant.id, started)
    if backup is None:
        raise NoBackup(slug=tenant.slug, at=started.isoformat(timespec="minutes"))
    drill = Drill(tenant_id=tenant.id, slug=tenant.slug, backup=backup, started_at=started)
    # the same name each time: what a killed drill left is dropped by the next
    scratch = f"drill_{tenant.id.hex}"
    with only_one(f"drill:{tenant.id}"):
        try:
            drill.error = _prove(tenant, backup, scratch, drill, progress)
        except Refused as refused:
            drill.error = str(refused)[:500]
        finally:
            drop_schema(scratch)
    ended = timezone.now()
    drill.seconds, drill.passed_at = (ended - started).total_seconds(), None if drill.error else ended
    drill.save(force_insert=True)
    record(by=by, action="tenant.drill", target=tenant.slug, tenant_id=tenant.id, data={"error": drill.error})
    return drill


def _prove(tenant: Tenant, backup: Backup, scratch: str, drill: Drill, progress: Progress) -> str:
    drop_schema(scratch)
    with open_capsule(in_vault(backup.path), trust=False, progress=progress, media=False) as capsule:
        check_shelf(capsule, Shelf(backups_of(tenant.id) / "media"), progress)
        drill.rows = fill_tables(tenant.as_current(), scratch, capsule, progress, role=False)
        progress("Comparing")
        differing = _differing(tenant, scratch, capsule)
        drill.tables = len(capsule.contents.tables)
    return f"These tables came back different: {', '.join(differing)}."[:500] if differing else ""


def _differing(tenant: Tenant, scratch: str, capsule: Capsule) -> list[str]:
    found = sums_of(scratch, places_of(tenant.as_current()))
    wanted = {table.table.name: (table.rows, table.sha256, table.sequence) for table in capsule.contents.tables}
    back = {name: (sums.rows, sums.sha256, sequence) for name, (sums, sequence) in found.items()}
    return sorted(name for name in wanted.keys() | back.keys() if wanted.get(name) != back.get(name))
