"""One moment of a schema, with settings under which the same rows are the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

_SETTINGS = {
    "client_encoding": "UTF8",
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "xmloption": "content",
    # no web request waits for a copy
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}


@contextmanager
def snapshot(connection: psycopg.Connection, schema: str) -> Iterator[None]:
    """Read the schema as it is now, in the caller's fresh transaction; ends it."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    speak_plainly(connection, schema)
    try:
        yield
    finally:
        connection.rollback()


def speak_plainly(connection: psycopg.Connection, schema: str) -> None:
    """Settle formats and the search path for the rest of the transaction."""
    for name, value in _SETTINGS.items():
        connection.execute(sql.SQL("SET LOCAL {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    connection.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.Identifier(schema)))
