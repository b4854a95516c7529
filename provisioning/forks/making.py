"""A copy of a tenant beside it, in safe mode: streamed from schema to schema, with no file in between."""

from collections.abc import Callable, Iterator

import psycopg
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marque.kit.serialise.streams.shape import tables_of
from marque.kit.serialise.streams.snapshot import snapshot
from marque.kit.serialise.streams.writing import dump, sequence_of
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning import files
from provisioning.arriving import arrive
from provisioning.capsule.versions import is_current
from provisioning.capsule.writing import applied
from provisioning.filling import Stream, fill_new_schema, make_again
from provisioning.forks.base import keep_base
from provisioning.forks.masking import FILES_LEFT_OUT, Mask, mask_for
from provisioning.places import places_of
from provisioning.schemas import owner_connection
from shared_apps.copies.models import Fork
from shared_apps.operations.audit import record
from shared_apps.tenants.actions import WrongState
from shared_apps.tenants.models import Tenant

Progress = Callable[[str], None]


class BehindVersion(WrongState):
    """Its schema is at an older version than new schemas have."""

    message = _("This business is at an older version. Run `marque migrate` first.")


def _silent(step: str) -> None:
    """Nobody watches."""


def fork_tenant(
    *, tenant: Tenant, slug: str, by: str, mask: bool = False, progress: Progress = _silent
) -> CurrentTenant:
    """Copy a business to another slug, in safe mode; raises BadSlug, WrongState, BehindVersion or Unmaskable.

    Nothing of a failed fork stays; one that was cut off is made again by asking for it again.
    """
    if tenant.type != Tenant.Type.BUSINESS or tenant.state in (Tenant.State.PROVISIONING, Tenant.State.DELETED):
        raise WrongState()
    parent = tenant.as_current()
    made = arrive(
        slug=slug,
        name=tenant.name,
        owner_email=tenant.owner_email,
        blueprint=tenant.blueprint,
        safe_mode=True,
        copy_of=tenant.name,
        by=by,
        fill=lambda fork: _fill(parent, fork, mask=mask, by=by, progress=progress),
        progress=progress,
    )
    data = {"parent": tenant.slug, "masked": mask}
    record(by=by, action="tenant.fork", target=made.slug, tenant_id=made.id, data=data)
    return made


def _fill(parent: CurrentTenant, fork: CurrentTenant, *, mask: bool, by: str, progress: Progress) -> None:
    with owner_connection() as source, snapshot(source, parent.schema_name):
        if not is_current(tuple(applied(source)), parent.type):
            raise BehindVersion()
        streams = _streams(source, parent, mask_for(source) if mask else None)
        fill_new_schema(fork.type, fork.schema_name, streams, places_of(fork), progress=progress)
    progress("Copying files")
    _copy_files(parent, fork, leave_out=FILES_LEFT_OUT if mask else ())
    progress("Making search and references")
    make_again(fork)
    now = timezone.now()
    Fork.objects.create(tenant_id=fork.id, parent_id=parent.id, forked_at=now, by=by, masked_at=now if mask else None)
    keep_base(fork.id, parent)


def _streams(source: psycopg.Connection, parent: CurrentTenant, mask: Mask | None) -> Iterator[Stream]:
    for table in tables_of(source, parent.schema_name):
        sequence = sequence_of(source, table)
        if mask and mask.leaves_out(table):
            yield Stream(table, (), sequence)
        else:
            instead = mask.instead(table) if mask else None
            yield Stream(table, dump(source, table, places_of(parent), instead=instead), sequence)


def _copy_files(parent: CurrentTenant, fork: CurrentTenant, *, leave_out: tuple[str, ...]) -> None:
    with enter(parent):
        found = [(path, files.place_of(path)) for path in files.paths() if not path.startswith(leave_out)]
    with enter(fork):
        for path, source in found:
            files.take_from(source, path)
