"""From a capsule to a tenant."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning import files
from provisioning.arriving import arrive
from provisioning.capsule.contents import Contents
from provisioning.capsule.opening import Capsule, open_capsule
from provisioning.capsule.refusals import BadCapsule
from provisioning.capsule.versions import check_known, is_current, make_schema_at
from provisioning.filling import Stream, fill_new_schema, fill_schema, make_again
from provisioning.places import places_of
from provisioning.waves.schema import migrate_schema
from shared_apps.operations.audit import record
from shared_apps.tenants.claims import claim
from shared_apps.tenants.models import Tenant

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Nobody watches."""


def import_capsule(
    *, path: Path, by: str, slug: str = "", trust: bool = False, progress: Progress = _silent
) -> CurrentTenant:
    """Make a tenant of a capsule, at `<slug>.<platform>`; raises BadCapsule, BadSlug, BadRows, Unfitting.

    Its own domains are claimed: who owns one is proven anew in each install.
    """
    with open_capsule(path, trust=trust, progress=progress) as capsule:
        about = capsule.contents.tenant
        if about["type"] != "business":
            raise BadCapsule(reason=_("it isn't a business's."))
        check_known(capsule.contents.migrations, capsule.contents.engine)
        tenant = arrive(
            slug=slug or about["slug"],
            name=about["name"],
            owner_email=about["owner_email"],
            blueprint=about["blueprint"],
            by=by,
            fill=lambda tenant: _fill(tenant, capsule, by, progress),
            progress=progress,
        )
        record(by=by, action="tenant.import", target=tenant.slug, tenant_id=tenant.id, data={"signer": capsule.signer})
    return tenant


def _fill(tenant: CurrentTenant, capsule: Capsule, by: str, progress: Progress) -> None:
    fill_tables(tenant, tenant.schema_name, capsule, progress)
    migrate_schema(tenant.schema_name, tenant.type)
    progress("Copying files")
    with enter(tenant):
        for item in capsule.index:
            files.write_file(item.path, capsule.content(item.sha256))
    progress("Making search and references")
    make_again(tenant)
    _claim(tenant, capsule.contents.tenant, by, progress)


def _claim(tenant: CurrentTenant, about: dict[str, Any], by: str, progress: Progress) -> None:
    row = Tenant.objects.get(id=tenant.id)
    for domain in about["domains"]:
        try:
            claim(tenant=row, domain=domain, by=by, primary=domain == about["primary"])
        except Refused as refusal:  # one that this install will not have
            progress(f"Leaving {domain} behind: {refusal}")


def fill_tables(tenant: CurrentTenant, schema: str, capsule: Capsule, progress: Progress, *, role: bool = True) -> int:
    """Make a schema of the capsule's version and fill it, as `tenant`'s; returns how many rows."""
    contents, places = capsule.contents, places_of(tenant)
    if is_current(contents.migrations, tenant.type):
        return fill_new_schema(tenant.type, schema, _streams(capsule, contents), places, progress=progress, role=role)
    progress("Making the older version")
    make_schema_at(contents.migrations, tenant.type, schema, role=role)
    return fill_schema(schema, _streams(capsule, contents), places, progress=progress)


def _streams(capsule: Capsule, contents: Contents) -> Iterator[Stream]:
    for table in contents.tables:
        yield Stream(table.table, capsule.rows(table), table.sequence)
