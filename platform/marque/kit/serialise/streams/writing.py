"""From tables to bytes."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from marque.kit.serialise.streams import labels
from marque.kit.serialise.streams.places import Places, to_tokens
from marque.kit.serialise.streams.shape import Column, Table, Way

CHUNK = 1 << 18
Instead = Mapping[str, sql.Composable]


@dataclass(slots=True)
class Written:
    """What came out of one table, known once its chunks were read."""

    rows: int = 0
    size: int = 0
    sha256: str = ""


def statement(table: Table, places: Places, instead: Instead | None = None) -> sql.Composed:
    """The SELECT whose rows travel; `instead` gives other values for some columns (`t` is the table)."""
    given = instead or {}
    values = [given.get(column.name) or _value(column, table, places) for column in table.columns]
    types = {column.name: column.type for column in table.columns}
    order = [_ordered(name, types[name]) for name in table.key]
    return sql.SQL("SELECT {} FROM {} t ORDER BY {}").format(
        sql.SQL(", ").join(values), sql.Identifier(table.name), sql.SQL(", ").join(order)
    )


def dump(
    connection: psycopg.Connection,
    table: Table,
    places: Places,
    *,
    instead: Instead | None = None,
    written: Written | None = None,
) -> Iterator[bytes]:
    """The table's rows in COPY's text format, in chunks; inside `snapshot`. `written` is filled at the end."""
    digest, size = hashlib.sha256(), 0
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(statement(table, places, instead))) as copy:
            for chunk in _gathered(copy):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
        if written is not None:
            written.rows, written.size, written.sha256 = cursor.rowcount, size, digest.hexdigest()


def sum_of(connection: psycopg.Connection, table: Table, places: Places) -> Written:
    """Rows, size and checksum of a table as it would travel; inside `snapshot`."""
    written = Written()
    for _chunk in dump(connection, table, places, written=written):
        pass
    return written


def sequence_of(connection: psycopg.Connection, table: Table) -> tuple[int, bool] | None:
    """Where the table's own counter stands: the last number, and whether it was given out."""
    if not table.identity:
        return None
    name = connection.execute(
        "SELECT pg_get_serial_sequence(%s, %s)", [sql.Identifier(table.name).as_string(), table.identity]
    ).fetchone()[0]  # type: ignore[index]
    # a name that Postgres gave, quoted where it must be
    return connection.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.SQL(name))).fetchone()


def _gathered(copy: psycopg.Copy) -> Iterator[bytes]:
    """Rows come one by one; hand them on in larger pieces."""
    pieces: list[bytes] = []
    held = 0
    for piece in copy:
        pieces.append(bytes(piece))
        held += len(piece)
        if held >= CHUNK:
            yield b"".join(pieces)
            pieces, held = [], 0
    if pieces:
        yield b"".join(pieces)


def _ordered(name: str, type: str) -> sql.Composed:
    column = sql.SQL("t.{}").format(sql.Identifier(name))
    return column + sql.SQL(' COLLATE "C"') if _is_text(type) else sql.Composed([column])


def _is_text(type: str) -> bool:
    return type.startswith(("character", "text"))


def _value(column: Column, table: Table, places: Places) -> sql.Composable:
    own = sql.SQL("t.{}").format(sql.Identifier(column.name))
    if column.way is Way.REMADE:
        # the row's number where it is text: what is unique stays so
        return sql.SQL("t.{}::text").format(sql.Identifier(table.key[0])) if _is_text(column.type) else sql.Literal(0)
    if column.way is Way.CONTENT_TYPE:
        return labels.LABEL_OF_TYPE.format(id=own)
    if column.way is Way.PERMISSION:
        return labels.LABEL_OF_PERMISSION.format(id=own)
    if column.way is Way.TYPED:
        return to_tokens(sql.SQL("({})::text").format(labels.labelled(own)), places)
    if column.way is Way.PLACED:
        return to_tokens(sql.SQL("{}::text").format(own), places)
    return own
