"""Back to an earlier moment: beside the live tenant, or in its place, while everybody is served."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marque.kit.tenancy.cache import forget_everything
from marque.kit.tenancy.context import CurrentTenant, enter
from marque.kit.vault import in_vault
from provisioning import files
from provisioning.arriving import arrive
from provisioning.backups.shelf import backups_of
from provisioning.backups.taking import NoBackup
from provisioning.capsule.media import Shelf
from provisioning.capsule.opening import Capsule, open_capsule
from provisioning.capsule.refusals import BadCapsule
from provisioning.capsule.taking_in import fill_tables
from provisioning.capsule.versions import check_known
from provisioning.filling import make_again
from provisioning.schemas import drop_schema, only_one
from provisioning.waves.alone import not_during_a_wave
from provisioning.waves.schema import migrate_schema
from shared_apps.copies.actions import announce_schema, move_into
from shared_apps.copies.models import Backup, KeptSchema
from shared_apps.copies.queries import backup_before
from shared_apps.tenants.actions import WrongState
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import new_schema_name

Progress = Callable[[str], None]
# by then every process has heard that the tenant moved, and the last page of before is kept
_HEARD_EVERYWHERE = 2.0


class NothingToUndo(WrongState):
    """No restore within the last day."""

    message = _("There is nothing to undo: a schema that was left is kept for a day.")


def _silent(step: str) -> None:
    """Nobody watches."""


def restore_beside(*, tenant: Tenant, at: datetime, into: str, by: str, progress: Progress = _silent) -> CurrentTenant:
    """Make a new tenant of the backup nearest before a moment; raises NoBackup, BadCapsule, BadSlug.

    It is in safe mode: the same people must not hear twice of the same things.
    """
    with _opened(tenant, at, progress) as (capsule, shelf):

        def fill(made: CurrentTenant) -> None:
            fill_tables(made, made.schema_name, capsule, progress)
            migrate_schema(made.schema_name, made.type)
            _put_files(made, capsule, shelf, progress)
            make_again(made)

        return arrive(
            slug=into,
            name=tenant.name,
            owner_email=tenant.owner_email,
            blueprint=tenant.blueprint,
            safe_mode=True,
            copy_of=tenant.name,
            by=by,
            fill=fill,
            progress=progress,
        )


def restore_in_place(
    *, tenant: Tenant, at: datetime, by: str, reason: str = "", progress: Progress = _silent
) -> Backup:
    """Bring a tenant back to the backup nearest before a moment; raises NoBackup, BadCapsule, WrongState.

    It is served as it was until the other schema is whole, then from that. What it leaves is kept for a day. Files
    that came since stay where they are; nothing leads to them.
    """
    with _alone(tenant) as row, _opened(row, at, progress) as (capsule, shelf):
        clear_unfinished(row)
        schema = new_schema_name()
        announce_schema(tenant_id=row.id, schema=schema)
        restored = replace(row.as_current(), schema_name=schema)
        fill_tables(restored, schema, capsule, progress)
        migrate_schema(schema, row.type)
        _put_files(restored, capsule, shelf, progress)
        make_again(restored)
        progress("Moving in")
        move_into(tenant=row, schema=schema, by=by, reason=reason, at=at)
        _forget(restored)
    return _nearest(tenant, at)


def undo_restore(*, tenant: Tenant, by: str, reason: str = "", progress: Progress = _silent) -> None:
    """Move a tenant back into the schema it left last; raises NothingToUndo, WrongState."""
    with _alone(tenant) as row:
        left = KeptSchema.objects.filter(tenant_id=row.id, until__gt=timezone.now()).exclude(left_at=None)
        kept = left.order_by("-left_at").first()
        if kept is None:
            raise NothingToUndo()
        progress("Moving back")
        migrate_schema(kept.schema_name, row.type)
        row = move_into(tenant=row, schema=kept.schema_name, by=by, reason=reason or "undone")
        _forget(row.as_current())


@contextmanager
def _alone(tenant: Tenant) -> Iterator[Tenant]:
    """The tenant as it is now, while nobody moves or removes it; raises WrongState, WaveRunning."""
    with not_during_a_wave(), only_one(f"rename:{tenant.id}"):
        row = Tenant.objects.prefetch_related("domains").filter(id=tenant.id).first()
        if row is None or row.state in (Tenant.State.PROVISIONING, Tenant.State.DELETED):
            raise WrongState(_("Only a business that is there is restored in place. Restore it beside, with --into."))
        if row.next_schema_name:
            raise WrongState(_("Its renaming was cut off. Finish that first: run it again, or marque doctor --mend."))
        yield row


def clear_unfinished(tenant: Tenant) -> None:
    """Drop schemas that a restore was making when it was cut off."""
    for kept in KeptSchema.objects.filter(tenant_id=tenant.id, left_at=None):
        drop_schema(kept.schema_name)
        kept.delete()


def drop_kept(now: datetime) -> int:
    """Drop schemas whose day is over; returns how many. One that a tenant lives in is never dropped."""
    over = list(KeptSchema.objects.filter(until__lte=now))
    for kept in over:
        if not Tenant.objects.filter(schema_name=kept.schema_name).exists():
            drop_schema(kept.schema_name)
        kept.delete()
    return len(over)


def _nearest(tenant: Tenant, at: datetime) -> Backup:
    found = backup_before(tenant.id, at)
    if found is None:
        raise NoBackup(slug=tenant.slug, at=at.isoformat(timespec="minutes"))
    return found


@contextmanager
def _opened(tenant: Tenant, at: datetime, progress: Progress) -> Iterator[tuple[Capsule, Shelf]]:
    """The backup, checked whole, its media too."""
    backup, shelf = _nearest(tenant, at), Shelf(backups_of(tenant.id) / "media")
    with open_capsule(in_vault(backup.path), trust=False, progress=progress, media=False) as capsule:
        check_known(capsule.contents.migrations, capsule.contents.engine)
        check_shelf(capsule, shelf, progress)
        yield capsule, shelf


def check_shelf(capsule: Capsule, shelf: Shelf, progress: Progress) -> None:
    """Raise BadCapsule for a content that is gone or was changed."""
    progress("Checking files")
    for item in {item.sha256: item for item in capsule.index}.values():
        try:
            with shelf.place(item.sha256).open("rb") as file:
                same = files.digest(file) == item.sha256
        except FileNotFoundError:
            same = False
        if not same:
            raise BadCapsule(reason=f"{item.path} is missing from the backup, or was changed.")


def _put_files(tenant: CurrentTenant, capsule: Capsule, shelf: Shelf, progress: Progress) -> None:
    progress("Copying files")
    with enter(tenant):
        here = {path: files.size_of(path) for path in files.paths()}
        for item in capsule.index:
            # a name is given once: what has it, at this size, is this file
            if here.get(item.path) != item.size:
                files.write_file(item.path, shelf.pieces(item.sha256))


def _forget(tenant: CurrentTenant) -> None:
    """Pages, brand and sessions of before; once more when no process can keep another."""
    forget_everything(tenant.id)
    time.sleep(_HEARD_EVERYWHERE)
    forget_everything(tenant.id)
