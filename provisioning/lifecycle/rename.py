"""Another slug, and another schema and role behind it, while the business is served without a failed request."""

import time
from collections.abc import Callable

import psycopg
from psycopg import sql

from marque.kit.tenancy.context import enter, role_of
from page_builder.actions import follow_domain
from provisioning.schemas import let_use, only_one, owner_connection, schema_exists
from provisioning.waves.alone import not_during_a_wave
from shared_apps.tenants import renaming
from shared_apps.tenants.models import Tenant

# processes look every second whether hosts changed; a request that began before may wait ten more for a connection
_HEARD_EVERYWHERE = 12.0


def rename_tenant(
    *, tenant: Tenant, slug: str, by: str, reason: str = "", progress: Callable[[str], None] = lambda step: None
) -> Tenant:
    """Give a business another slug; raises BadSlug, WrongState, WaveRunning. Run again, it finishes what was cut off.

    No request fails meanwhile: every process first learns both schema names and looks under both, a role for the new
    one stands beside the old, and only then the schema changes its name. Nothing is locked.
    """
    with not_during_a_wave(), only_one(f"rename:{tenant.id}"):
        progress("Taking the address")
        row = renaming.change_slug(tenant=tenant, slug=slug, by=by, reason=reason)
        if row.next_schema_name:
            row = _move_schema(row, progress)
        progress("Telling its site")
        current = Tenant.objects.prefetch_related("domains").get(id=row.id)
        with enter(current.as_current()):
            follow_domain(host=current.as_current().domain)
    return current


def _move_schema(row: Tenant, progress: Callable[[str], None]) -> Tenant:
    old, new = row.schema_name, row.next_schema_name
    progress("Making the new role")
    with owner_connection() as owner:
        let_use(owner, role=role_of(new), schema=new if schema_exists(owner, new) else old)
    progress("Waiting until every process knows both names")
    time.sleep(_HEARD_EVERYWHERE)
    progress("Renaming the schema")
    with owner_connection() as owner:
        if schema_exists(owner, old):
            owner.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
    progress("Writing it down")
    row = renaming.adopt_schema_name(tenant=row)
    time.sleep(_HEARD_EVERYWHERE)
    progress("Removing the old role")
    with owner_connection() as owner:
        drop_role(owner, role=role_of(old), schema=new)
    return row


def drop_role(connection: psycopg.Connection, *, role: str, schema: str) -> None:
    """Take a role's rights on a schema away, and the role; harmless when it is gone."""
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        return
    statement = (
        "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role};"
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role};"
        "REVOKE ALL ON SCHEMA {schema} FROM {role};"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {role};"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON SEQUENCES FROM {role};"
        "DROP ROLE {role}"
    )
    names = {"schema": sql.Identifier(schema), "role": sql.Identifier(role)}
    connection.execute(sql.SQL(statement).format(**names))
