"""From bytes to tables."""

import re
from collections.abc import Iterable

import psycopg
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from marque.kit.errors import Refused
from marque.kit.serialise.streams import labels
from marque.kit.serialise.streams.places import Places, to_places
from marque.kit.serialise.streams.shape import Column, Table, Way

_STAGE = sql.Identifier("marque_arriving")
_MANY = 1000


class BadRows(Refused):
    """A table's rows do not fit."""

    field = "tables"
    message = _("%(table)s%(line)s: %(reason)s")


def load(connection: psycopg.Connection, table: Table, chunks: Iterable[bytes], places: Places) -> int:
    """Fill an empty table, in the caller's transaction; returns how many rows. Raises BadRows.

    The session speaks plainly (`snapshot.speak_plainly`) and the search path is the schema.
    """
    try:
        if table.is_plain:
            return _copy(connection, sql.Identifier(table.name), table, chunks)
        return _load_by_stage(connection, table, chunks, places)
    except psycopg.Error as error:
        raise bad_rows(table.name, error) from error


def bad_rows(table: str, error: psycopg.Error) -> BadRows:
    """Postgres' complaint with the table, and the line where it knows it."""
    line = re.search(r"line (\d+)", error.diag.context or "")
    reason = error.diag.message_primary or str(error)
    if error.diag.message_detail:
        reason = f"{reason}. {error.diag.message_detail}"
    return BadRows(
        table=error.diag.table_name if error.diag.table_name not in (None, "marque_arriving") else table,
        line=_(", line %(number)s") % {"number": line[1]} if line else "",
        reason=reason,
    )


def set_sequence(connection: psycopg.Connection, table: Table, last: int, called: bool) -> None:
    """Let the table's own counter go on where it stood."""
    name = sql.Identifier(table.name).as_string()
    connection.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [name, table.identity, last, called])


def settle(connection: psycopg.Connection, table: Table, rows: int) -> None:
    """Tell the planner about a table that came full."""
    if rows >= _MANY:
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table.name)))


def _copy(connection: psycopg.Connection, into: sql.Identifier, table: Table, chunks: Iterable[bytes]) -> int:
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(into, names)) as copy:
            for chunk in chunks:
                copy.write(chunk)
        return cursor.rowcount


def _load_by_stage(connection: psycopg.Connection, table: Table, chunks: Iterable[bytes], places: Places) -> int:
    staged = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(_staged_type(column))) for column in table.columns
    )
    connection.execute(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(_STAGE, staged))
    rows = _copy(connection, _STAGE, table, chunks)
    for column in table.columns:
        _meet(connection, column)
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    values = sql.SQL(", ").join(_value(column, places) for column in table.columns)
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} s").format(sql.Identifier(table.name), names, values, _STAGE)
    )
    connection.execute(sql.SQL("DROP TABLE {}").format(_STAGE))
    return rows


def _staged_type(column: Column) -> str:
    # the type comes from the catalog of the schema that is filled, never from what arrives
    return column.type if column.way in (Way.AS_IS, Way.REMADE) else "text"


def _meet(connection: psycopg.Connection, column: Column) -> None:
    """Types and permissions that this schema has not met, of apps that were taken out since."""
    name = sql.Identifier(column.name)
    if column.way in (Way.CONTENT_TYPE, Way.PERMISSION):
        connection.execute(labels.NEW_TYPES.format(label=name, stage=_STAGE))
    if column.way is Way.PERMISSION:
        connection.execute(labels.NEW_PERMISSIONS.format(label=name, stage=_STAGE))


def _value(column: Column, places: Places) -> sql.Composable:
    own: sql.Composable = sql.SQL("s.{}").format(sql.Identifier(column.name))
    if column.way is Way.CONTENT_TYPE:
        return labels.TYPE_OF.format(label=own)
    if column.way is Way.PERMISSION:
        return labels.PERMISSION_OF.format(label=own)
    if column.way is Way.TYPED:
        return labels.typed(sql.SQL("({})::jsonb").format(to_places(own, places)))
    if column.way is Way.PLACED:
        return sql.SQL("({})::{}").format(to_places(own, places), sql.SQL(_bare(column.type)))
    return own


def _bare(type: str) -> str:
    # a cast to varchar(n) would cut without a word; assignment complains
    return "text" if type.startswith("character") else type
