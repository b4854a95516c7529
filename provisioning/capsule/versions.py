"""What version a capsule is of, and a schema of just that version for it."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django_tenants.postgresql_backend.base import FakeTenant

from marque.kit.serialise.streams.snapshot import speak_plainly
from provisioning import template
from provisioning.capsule.refusals import BadCapsule, FromTheFuture
from provisioning.capsule.writing import applied
from provisioning.schemas import create_schema, owner_connection
from provisioning.waves.by_django import in_schema

Migrations = tuple[tuple[str, str], ...]


def is_current(migrations: Migrations, tenant_type: str) -> bool:
    """Whether these are the newest template's migrations."""
    with owner_connection() as owner:
        speak_plainly(owner, template.schema_of(tenant_type))
        return set(migrations) == set(applied(owner))


def check_known(migrations: Migrations, engine: str) -> None:
    """Raise FromTheFuture for a migration that this install does not have."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = loader.disk_migrations.keys() | {
        replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces
    }
    unknown = sorted(set(migrations) - known)
    if unknown:
        names = ", ".join(".".join(one) for one in unknown[:5])
        raise FromTheFuture(engine=engine, reason=f"it needs {names}.")


def make_schema_at(migrations: Migrations, tenant_type: str, schema: str, *, role: bool = True) -> None:
    """A schema with exactly these migrations, made by running them; raises BadCapsule when they are no whole state."""
    with owner_connection() as owner:
        create_schema(owner, schema, with_role=role)
    wanted, stand_in = set(migrations), FakeTenant(schema, tenant_type)
    with in_schema(stand_in):
        executor = MigrationExecutor(connection)
        executor.migrate([node for node in executor.loader.graph.nodes if node in wanted])
        made = set(MigrationExecutor(connection).loader.applied_migrations)
    if made != wanted:
        odd = ", ".join(".".join(one) for one in sorted(made ^ wanted)[:5])
        raise BadCapsule(reason=f"its migrations aren't a version that ever was: {odd}.")
