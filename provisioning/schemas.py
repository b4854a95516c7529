"""Schemas and their roles: made, dropped. Everything here logs in as the owner."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from marque.kit.tenancy.context import role_of
from marque.kit.tenancy.ownership import owner_login


def owner_parameters() -> dict[str, str]:
    """psycopg's parameters of the owner on the database that `default` is on."""
    here = connections["default"].settings_dict
    return {"host": here["HOST"], "port": here["PORT"], "dbname": here["NAME"], **owner_login()}


@contextmanager
def owner_connection() -> Iterator[psycopg.Connection]:
    """One transaction of the owner: committed at the end, rolled back by an exception."""
    with psycopg.connect(**owner_parameters()) as connection:  # type: ignore[arg-type]
        connection.execute("SET lock_timeout = '5s'")
        yield connection


@contextmanager
def owner_session(**parameters: str) -> Iterator[psycopg.Connection]:
    """A session of the owner in autocommit, for advisory locks: free at its end, not once Postgres notices the end."""
    with psycopg.connect(**owner_parameters(), **parameters, autocommit=True) as connection:  # type: ignore[arg-type]
        try:
            yield connection
        finally:
            with suppress(psycopg.OperationalError):
                connection.execute("SELECT pg_advisory_unlock_all()")


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Hold an advisory lock: the same work on the same thing waits, also in another process."""
    with owner_session() as connection:
        connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        yield


@contextmanager
def only_one_now(name: str) -> Iterator[bool]:
    """Hold the same lock if nobody does; whether it is held."""
    with owner_session() as connection:
        query = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
        yield connection.execute(query, [name]).fetchone() == (True,)


def create_schema(connection: psycopg.Connection, schema: str, *, with_role: bool = True) -> None:
    """An empty schema whose role may use whatever the owner makes in it, now and later."""
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    if with_role:
        let_use(connection, role=role_of(schema), schema=schema)


def let_use(connection: psycopg.Connection, *, role: str, schema: str) -> None:
    """Let a role, made if it is missing, use what is in a schema and what the owner will make there."""
    _ensure_role(connection, role)
    statement = (
        "GRANT USAGE ON SCHEMA {schema} TO {role};"
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};"
        "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {role};"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role}"
    )
    connection.execute(sql.SQL(statement).format(schema=sql.Identifier(schema), role=sql.Identifier(role)))


def _ensure_role(connection: psycopg.Connection, name: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        return
    role, web = sql.Identifier(name), sql.Identifier(settings.DATABASES["default"]["USER"])
    connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    connection.execute(sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(role, web))


def schema_exists(connection: psycopg.Connection, schema: str) -> bool:
    """Whether the schema is there."""
    return connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone() is not None


def drop_schema(schema: str) -> None:
    """Drop a schema with everything in it, and its role; harmless when they are gone."""
    with owner_connection() as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        role = role_of(schema)
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
