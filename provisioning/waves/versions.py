"""What each schema is at: read from the schemas themselves, a hundred of them in one query."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import psycopg
from psycopg import sql

_BATCH = 100
_WITH_MIGRATIONS = """
    SELECT n.nspname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = 'django_migrations' AND n.nspname = ANY(%s)
"""
FINGERPRINT = """coalesce(md5(string_agg(app || '.' || name, ',' ORDER BY app COLLATE "C", name COLLATE "C")), '')"""
_ONE = sql.SQL("SELECT {{}}, {} FROM {{}}").format(sql.SQL(FINGERPRINT)).as_string(None)


def versions(connection: psycopg.Connection, schemas: Iterable[str]) -> dict[str, str]:
    """A fingerprint of the applied migrations of each schema; one that is not there yet is left out."""
    there = [row[0] for row in connection.execute(_WITH_MIGRATIONS, [list(schemas)])]
    found: dict[str, str] = {}
    for batch in _batches(there):
        parts = (
            sql.SQL(_ONE).format(sql.Literal(schema), sql.Identifier(schema, "django_migrations")) for schema in batch
        )
        found.update(connection.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall())
    return found


def applied_in(connection: psycopg.Connection, schema: str) -> set[tuple[str, str]]:
    """App and name of each applied migration of one schema."""
    statement = sql.SQL("SELECT app, name FROM {}").format(sql.Identifier(schema, "django_migrations"))
    return set(connection.execute(statement).fetchall())  # type: ignore[arg-type]


def _batches(names: Sequence[str]) -> Iterator[list[str]]:
    left = iter(names)
    while batch := list(islice(left, _BATCH)):
        yield batch
