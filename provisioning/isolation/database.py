"""Crossing in the database: what the catalogue allows, then real statements, then the ORM."""

from uuid import uuid4

from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg import sql

from marque.kit.tenancy.context import CurrentTenant, enter, leave
from provisioning.isolation.probe import held, probe
from tenant_apps.accounts.models import User

_REACHABLE = """
    SELECT nspname::text FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      AND has_schema_privilege(%(role)s, oid, 'USAGE, CREATE') AND nspname NOT IN (%(own)s, 'public')
"""
_TABLES = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'S', 'v', 'm') AND n.nspname IN (%(foreign)s, 'public')
      AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(%(role)s, c.oid, 'USAGE, SELECT, UPDATE')
          ELSE has_table_privilege(%(role)s, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') END
"""
_POWERS = """
    SELECT r.rolname::text FROM pg_roles r WHERE r.rolname = %(role)s
      AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication OR r.rolcanlogin)
    UNION ALL
    SELECT 'member of ' || g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
    JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %(role)s
"""


@probe("sql")
def catalogue(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """Rights of its role on any schema, table or sequence that is not its own, and powers beyond."""
    names = {"role": own.role, "own": own.schema_name, "foreign": foreign.schema_name}
    with enter(own), connection.cursor() as cursor:
        for query in (_REACHABLE, _TABLES, _POWERS):
            cursor.execute(query, names)
            found = [row[0] for row in cursor.fetchall()]
            held(bool(found), f"its role reaches {', '.join(found[:5])}")


@probe("sql")
def read_and_write(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """SELECT, INSERT, UPDATE, DELETE, TRUNCATE and LOCK on the other's logins by their full name."""
    table = sql.Identifier(foreign.schema_name, "accounts_user")
    for statement in (
        "SELECT * FROM {}",
        "INSERT INTO {} DEFAULT VALUES",
        "UPDATE {} SET email = email",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "LOCK TABLE {}",
        "COPY {} TO STDOUT",
    ):
        _refused(own, sql.SQL(statement).format(table))


@probe("sql")
def registry(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """The registry by its full name, by fall-through of the search path, and its login by SET ROLE."""
    for statement in (
        "SELECT * FROM public.tenants_tenant",
        "SELECT * FROM tenants_tenant",
        "SELECT * FROM public.operations_auditentry",
        "SET ROLE marque_owner",
        "SET ROLE marque_control",
    ):
        _refused(own, sql.SQL(statement))


@probe("sql")
def shape_and_server(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """DDL in either schema, files and programs of the server."""
    schemas = [sql.Identifier(own.schema_name), sql.Identifier(foreign.schema_name), sql.Identifier("public")]
    for schema in schemas:
        _refused(own, sql.SQL("CREATE TABLE {}.crossing (i int)").format(schema))
    for statement in (
        "CREATE SCHEMA crossing",
        "SELECT pg_read_file('/etc/hostname')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT rolpassword FROM pg_authid",
    ):
        _refused(own, sql.SQL(statement))


@probe("sql")
def outside(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """A query where no tenant was entered."""
    for table in (sql.Identifier("accounts_user"), sql.Identifier(foreign.schema_name, "accounts_user")):
        _refused(None, sql.SQL("SELECT * FROM {}").format(table))


@probe("orm")
def rows(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """Rows of the other by primary key, by key and by email, while both are served on one connection."""
    email = f"crossing-{uuid4().hex}@example.com"
    with transaction.atomic():
        with enter(foreign):
            theirs = User.objects.create_user(email, name="Crossing")
        with enter(own):
            found = User.objects.filter(key=theirs.key) | User.objects.filter(email=email)
            held(found.exists(), "a login of the other was found")
            changed = User.objects.filter(email=email).update(name="Crossed")
            held(bool(changed), "a login of the other was changed")
        with enter(foreign):
            held(not User.objects.filter(email=email).exists(), "the other's own login was not where it was put")
        transaction.set_rollback(True)


@probe("orm")
def wrong_alias(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """Tenants' models on the registry's connection."""
    with enter(own):
        try:
            with transaction.atomic(using="control"):
                list(User.objects.using("control")[:1])
        except ProgrammingError:
            return
    held(True, "the registry's connection answered for a tenant's table")


def _refused(own: CurrentTenant | None, statement: sql.Composable) -> None:
    with enter(own) if own else leave():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(statement.as_string(cursor.connection))
                transaction.set_rollback(True)
        except DatabaseError as refusal:
            expected = ("permission denied", "does not exist", "must be owner", "must be superuser")
            held(not any(words in str(refusal) for words in expected), f"{refusal}".strip())
            return
        held(True, f"{statement.as_string(None)} was allowed")
