"""What one schema needed, done to others of the same version: one transaction and one round trip each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue

import psycopg
from psycopg import errors, sql

from provisioning.schemas import owner_parameters
from provisioning.waves.versions import FINGERPRINT

_LOCK_ATTEMPTS = 3
_HERE = sql.SQL("SELECT {} FROM django_migrations").format(sql.SQL(FINGERPRINT))


class Elsewhere(RuntimeError):
    """The schema is not at the version the script starts from."""


@dataclass(frozen=True)
class Script:
    """Statements from one version to the next, and the two versions."""

    start: str
    end: str
    statements: list[str]
    applied: list[tuple[str, str]]
    registers: sql.Composed | None

    def on(self, schema: str) -> sql.Composed:
        """The whole, for one schema."""
        remembered = sql.SQL(", ").join(
            sql.SQL("({}, {}, now())").format(sql.Literal(app), sql.Literal(name)) for app, name in self.applied
        )
        parts = [
            *(sql.SQL(statement) for statement in self.statements),  # type: ignore[arg-type]
            sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"),
            *([self.registers] if self.registers else []),
            sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES {}").format(remembered),
        ]
        return sql.SQL(";\n").join(parts)


def replay(connection: psycopg.Connection, schema: str, script: Script) -> bool:
    """Bring one schema to the script's end: whole, or not at all. False when it is there already.

    A table that is in use is waited for, three times five seconds. Raises Elsewhere, and psycopg's errors.
    """
    for attempt in range(1, _LOCK_ATTEMPTS + 1):
        try:
            return _replay(connection, schema, script)
        except errors.LockNotAvailable:
            if attempt == _LOCK_ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _replay(connection: psycopg.Connection, schema: str, script: Script) -> bool:
    with connection.transaction():
        connection.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.Identifier(schema)))
        # a backend whose client was killed may still be at it
        connection.execute("LOCK TABLE django_migrations IN EXCLUSIVE MODE")
        found = connection.execute(_HERE).fetchone()[0]  # type: ignore[index]
        if found == script.end:
            return False
        if found != script.start:
            raise Elsewhere("Its schema is at another version than it was when the wave began.")
        connection.execute(script.on(schema))
    return True


@contextmanager
def connections(count: int) -> Iterator["SimpleQueue[psycopg.Connection]"]:
    """So many connections of the owner, to take from and put back."""
    held: SimpleQueue[psycopg.Connection] = SimpleQueue()
    opened = []
    try:
        for _number in range(count):
            connection = psycopg.connect(**owner_parameters(), autocommit=True)  # type: ignore[arg-type]
            connection.execute("SET lock_timeout = '5s'")
            opened.append(connection)
            held.put(connection)
        yield held
    finally:
        for connection in opened:
            connection.close()
