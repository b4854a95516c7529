"""What kill -9 and half-done work left behind: found, said in words, and mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from django.utils import timezone
from psycopg import sql

from marque.kit.tenancy.context import role_of
from provisioning.arriving import discard
from provisioning.lifecycle.purge import purge_tenant
from provisioning.lifecycle.rename import drop_role, rename_tenant
from provisioning.schemas import drop_schema, only_one_now, owner_connection
from provisioning.spares import refill
from provisioning.waves.alone import the_only_wave
from shared_apps.copies.models import KeptSchema
from shared_apps.operations.audit import record
from shared_apps.releases.models import Spare
from shared_apps.tenants.models import Tenant

_SCHEMAS = r"SELECT nspname::text FROM pg_namespace WHERE nspname ~ '^t_[a-z2-7]{16}$'"
_ROLES = r"SELECT rolname::text FROM pg_roles WHERE rolname ~ '^r_t_[a-z2-7]{16}$'"
# roles are the cluster's: one that has rights in another database is another installation's
_RIGHTS = """
    SELECT r.rolname::text, d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()),
        (SELECT n.nspname::text FROM pg_namespace n WHERE n.oid = d.objid AND d.classid = 'pg_namespace'::regclass)
    FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
    WHERE d.refclassid = 'pg_authid'::regclass AND r.rolname = ANY(%s)
"""
_CUT_OFF = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be; `mend` puts it right, where a program can."""

    kind: str
    name: str
    says: str
    mend: Callable[[str], None] | None = None


def examine() -> list[Finding]:
    """Everything that is not as it should be."""
    with owner_connection() as owner:
        schemas = {name for (name,) in owner.execute(_SCHEMAS)}
        roles = {name for (name,) in owner.execute(_ROLES)}
        stray = dict(_stray_roles(owner, roles, schemas))
    return [*_schemas(schemas), *_roles(stray), *_tenants(schemas), *_spares()]


def mend(*, by: str, progress: Callable[[str], None] = lambda step: None) -> list[Finding]:
    """Put right what a program can, while no migration runs; what is left. Raises WaveRunning."""
    with the_only_wave():  # nothing is renamed or purged while orphans are told from what is being made
        for finding in examine():
            if finding.mend and finding.kind in ("schema", "role"):
                progress(f"{finding.kind} {finding.name}")
                finding.mend(by)
    for finding in examine():
        if finding.mend and finding.kind not in ("schema", "role"):
            progress(f"{finding.kind} {finding.name}")
            finding.mend(by)
    return examine()


def _known() -> set[str]:
    names = Tenant.objects.values_list("schema_name", "next_schema_name")
    beside = [model.objects.values_list("schema_name", flat=True) for model in (Spare, KeptSchema)]
    return {name for pair in names for name in pair if name}.union(*beside)


def _schemas(schemas: set[str]) -> Iterator[Finding]:
    for schema in sorted(schemas - _known()):
        yield Finding("schema", schema, "No tenant and no spare has this schema.", _noting(schema, drop_schema, schema))


def _stray_roles(owner: psycopg.Connection, roles: set[str], schemas: set[str]) -> Iterator[tuple[str, str]]:
    """Roles of ours whose schema is gone, each with the schema it still has rights in, if any."""
    wanted = {role_of(name) for name in schemas | _known()}
    rights: dict[str, list[tuple[bool, str | None]]] = {}
    for role, here, schema in owner.execute(_RIGHTS, [sorted(roles - wanted)]):
        rights.setdefault(role, []).append((here, schema))
    for role in sorted(roles - wanted):
        held = rights.get(role, [])
        if all(here for here, _schema in held):
            yield role, next((schema for _here, schema in held if schema), "")


def _roles(stray: dict[str, str]) -> Iterator[Finding]:
    for role, schema in stray.items():
        yield Finding("role", role, "The schema of this role is gone.", _noting(role, _drop_role, role, schema))


def _drop_role(role: str, schema: str) -> None:
    with owner_connection() as owner:
        if schema:
            drop_role(owner, role=role, schema=schema)
        else:
            owner.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def _noting(target: str, act: Callable[..., None], *given: str) -> Callable[[str], None]:
    def mend(by: str) -> None:
        act(*given)
        record(by=by, action="doctor.removed", target=target)

    return mend


def _tenants(schemas: set[str]) -> Iterator[Finding]:
    now = timezone.now()
    for row in Tenant.objects.order_by("slug"):
        late = row.state == Tenant.State.PROVISIONING and row.created_at < now - _CUT_OFF
        if late and not _is_at_work(row):
            yield Finding("tenant", row.slug, "It was never finished.", _forget(row))
        elif row.purge_after and row.purge_after < now - _CUT_OFF:
            yield Finding("tenant", row.slug, "Its 30 days are over, and it is still there.", _purge(row))
        elif row.next_schema_name:
            yield Finding("tenant", row.slug, "Its renaming was cut off.", _finish_rename(row))
        elif row.schema_name not in schemas and row.state != Tenant.State.PROVISIONING:
            yield Finding("tenant", row.slug, "Its schema is gone. Restore it from its backup.")


def _is_at_work(row: Tenant) -> bool:
    """Whether somebody is making it still: a large business takes hours to arrive."""
    with only_one_now(f"tenant:{row.slug}") as nobody_is:
        return not nobody_is


def _forget(row: Tenant) -> Callable[[str], None]:
    def mend(by: str) -> None:
        with only_one_now(f"tenant:{row.slug}") as nobody_is:
            if nobody_is and Tenant.objects.filter(id=row.id, state=Tenant.State.PROVISIONING).exists():
                discard(row, by=by, reason="cut off half way")

    return mend


def _purge(row: Tenant) -> Callable[[str], None]:
    return lambda by: purge_tenant(tenant=row, by=by, reason="grace over")


def _finish_rename(row: Tenant) -> Callable[[str], None]:
    def mend(by: str) -> None:
        rename_tenant(tenant=row, slug=row.slug, by=by)

    return mend


def _refill(by: str) -> None:
    refill()


def _spares() -> Iterator[Finding]:
    stale = Spare.objects.filter(ready_at=None, created_at__lt=timezone.now() - _CUT_OFF)
    for spare in stale:
        yield Finding("spare", spare.schema_name, "It was never finished.", _refill)
