"""Template schemas: migrated once per release, captured, replayed for each new tenant."""

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from provisioning import ddl
from provisioning.catalogue import script_of
from provisioning.schemas import create_schema, owner_connection
from shared_apps.tenants.models import SchemaTemplate

# the platform carries what a business carries and more: its template starts from the other's script
TYPES = ("business", "platform")


class NotCaptured(RuntimeError):
    """The templates of this release were never captured: `migrate` has not run."""


def schema_of(tenant_type: str) -> str:
    """The template schema of a type of tenant."""
    return f"template_{tenant_type}"


def fingerprint() -> str:
    """Changes with every migration, app list and framework version that shapes a schema."""
    parts = [*frameworks(), *migrations(), *(path.read_text() for path in migration_files())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def frameworks() -> list[str]:
    """What shapes a schema besides migrations: versions, and which apps a type has."""
    return [*(version(name) for name in ("django", "wagtail", "django-tenants")), repr(settings.TENANT_TYPES)]


def migrations() -> list[str]:
    """The names of all migrations there are, of ours and of libraries."""
    return sorted(".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def migration_files() -> list[Path]:
    """The migrations of apps of ours."""
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(settings.ROOT)]
    return sorted(file for app in own if ".venv" not in app.parts for file in app.glob("migrations/*.py"))


def capture(tenant_type: str) -> SchemaTemplate:
    """Write the template schema down as a script, and keep it for this release."""
    with owner_connection() as connection:
        script = script_of(connection, schema_of(tenant_type))
    row, _created = SchemaTemplate.objects.update_or_create(
        type=tenant_type, fingerprint=fingerprint(), defaults={"script": script}
    )
    return row


def replay(tenant_type: str, schema: str) -> str:
    """Make a tenant's schema from the captured script, in one transaction: it is there whole, or not at all.

    Returns the fingerprint of the release it is of.
    """
    newest = newest_template(tenant_type)
    with owner_connection() as connection:
        create_schema(connection, schema)
        run_script(connection, newest.script, schema)
    return newest.fingerprint


def newest_script(tenant_type: str) -> str:
    """The script captured last; raises NotCaptured."""
    return newest_template(tenant_type).script


def newest_template(tenant_type: str) -> SchemaTemplate:
    """What was captured last; raises NotCaptured."""
    row = SchemaTemplate.objects.filter(type=tenant_type).order_by("-captured_at").first()
    if row is None:
        raise NotCaptured("No template has been captured. Run `manage.py migrate` first.")
    return row


def run_script(connection: psycopg.Connection, script: str, schema: str) -> None:
    """Fill an empty schema from a script, in the caller's transaction."""
    connection.execute("SET LOCAL search_path = ''")
    connection.execute("SET LOCAL synchronous_commit = off")
    connection.execute("SET LOCAL check_function_bodies = off")
    connection.execute(sql.SQL(ddl.named(script, schema)))  # type: ignore[arg-type]
