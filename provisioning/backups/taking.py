"""A backup of one tenant: a capsule whose media lies beside it, each content once for all nights."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.vault import in_vault
from provisioning.backups.retention import prune
from provisioning.backups.shelf import backups_of
from provisioning.capsule.media import Shelf
from provisioning.capsule.opening import open_capsule
from provisioning.capsule.refusals import BadCapsule
from provisioning.capsule.writing import write_capsule
from provisioning.files import Media
from provisioning.schemas import only_one
from shared_apps.copies.models import Backup
from shared_apps.copies.queries import backup_before
from shared_apps.operations.audit import record
from shared_apps.tenants.models import Tenant

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Nobody watches."""


def backup_tenant(*, tenant: Tenant, by: str, progress: Progress = _silent) -> Backup:
    """Write a consistent backup into the vault, read it back, and drop those that retention lets go.

    Raises NoKey, NoSpace or BadTarget; what went wrong is kept for the console.
    """
    with only_one(f"backup:{tenant.id}"):
        taken_at = timezone.now()
        try:
            made = _take(tenant, taken_at, progress)
        except Exception as error:
            told = str(error) if isinstance(error, Refused) else type(error).__name__
            _row(tenant, taken_at, error=told[:500] or "failed").save(force_insert=True)
            raise
        record(by=by, action="tenant.backup", target=tenant.slug, tenant_id=tenant.id, data={"size": made.size})
        prune(tenant.id, now=taken_at)
    return made


def _take(tenant: Tenant, taken_at: datetime, progress: Progress) -> Backup:
    path = f"backups/{tenant.id}/{taken_at:%Y%m%dT%H%M%S%f}.capsule"
    target = in_vault(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(backups_of(tenant.id) / "media", before=_last_index(tenant, taken_at))
    contents = write_capsule(tenant, target, progress=progress, shelf=shelf)
    with open_capsule(target, trust=True, progress=progress, media=False):
        verified_at = timezone.now()
    made = _row(tenant, taken_at, path=path, verified_at=verified_at)
    made.size, made.media_size = target.stat().st_size, shelf.added
    made.rows = sum(table.rows for table in contents.tables)
    made.save(force_insert=True)
    return made


def _row(tenant: Tenant, taken_at: datetime, **fields: object) -> Backup:
    return Backup(tenant_id=tenant.id, slug=tenant.slug, taken_at=taken_at, engine=settings.ENGINE_VERSION, **fields)


def _last_index(tenant: Tenant, now: datetime) -> dict[str, Media]:
    last = backup_before(tenant.id, now)
    if last is None:
        return {}
    try:
        with open_capsule(in_vault(last.path), trust=True, progress=_silent, media=False) as capsule:
            return {item.path: item for item in capsule.index}
    except BadCapsule:
        return {}


class NoBackup(Refused):
    """There is none that old."""

    field = "at"
    message = _("There is no backup of %(slug)s at or before %(at)s.")
