"""What version a capsule is of, and a schema of just that version for it."""

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django_tenants.postgresql_backend.base import FakeTenant

from marque.kit.serialise.streams.snapshot import speak_plainly
from marque.kit.tenancy.kinds import labels_of
from provisioning import template
from provisioning.capsule.refusals import BadCapsule, FromTheFuture
from provisioning.capsule.writing import applied
from provisioning.schemas import create_schema, owner_connection
from provisioning.waves.by_django import in_schema

Migrations = tuple[tuple[str, str], ...]


def is_current(migrations: Migrations, tenant_type: str) -> bool:
    """Whether these are the newest template's migrations, as far as they shape a tenant's schema."""
    with owner_connection() as owner:
        speak_plainly(owner, template.schema_of(tenant_type))
        return _shaping(migrations) == _shaping(applied(owner))


def check_known(migrations: Migrations, engine: str) -> None:
    """Raise FromTheFuture for a migration this install does not have, BadCapsule when they are no whole version."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    wanted = set(migrations)
    unknown = sorted(wanted - loader.disk_migrations.keys() - replaced)
    if unknown:
        raise FromTheFuture(engine=engine, reason=f"it needs {_named(unknown)}.")
    nodes = loader.graph.node_map
    needed = {parent.key for name in wanted & nodes.keys() for parent in nodes[name].parents}
    if lacking := sorted(needed - wanted):
        raise BadCapsule(reason=f"its migrations aren't a version that ever was, without {_named(lacking)}.")


def make_schema_at(migrations: Migrations, tenant_type: str, schema: str, *, role: bool = True) -> None:
    """A schema with exactly these migrations, made by running them; raises BadCapsule when it can't be made."""
    with owner_connection() as owner:
        create_schema(owner, schema, with_role=role)
    wanted = set(migrations)
    with in_schema(FakeTenant(schema, tenant_type)):
        executor = MigrationExecutor(connection)
        whole = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
        plan = [(one, False) for one, _back in whole if (one.app_label, one.name) in wanted]
        executor.migrate(None, plan=plan)
        made = set(MigrationExecutor(connection).loader.applied_migrations)
    if odd := sorted(_shaping(made) ^ _shaping(wanted)):
        raise BadCapsule(reason=f"its version can't be made here any more: {_named(odd)}.")


def _shaping(migrations: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without the registry's own, which change no tenant's schema."""
    return {(app, name) for app, name in migrations if app not in labels_of("public")}


def _named(migrations: list[tuple[str, str]]) -> str:
    return ", ".join(".".join(one) for one in migrations[:5])
