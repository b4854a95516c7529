"""What a tenant's schema looks like: the tables that travel, in an order in which each may refer to those before it.

Read from the catalog and not from the models, so that a schema at an older version is written down as it is. The
models' declarations say what the columns mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import psycopg

from marque.kit.serialise.streams.meaning import meaning_of
from marque.kit.serialise.streams.order import in_order

CONTENT_TYPES, PERMISSIONS = "django_content_type", "auth_permission"


class Way(StrEnum):
    """How a value travels; ids that are private to a schema go by their label (DESIGN §9.3)."""

    AS_IS = ""
    CONTENT_TYPE = "content type"
    PERMISSION = "permission"
    PLACED = "placed"
    REMADE = "remade"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its type in Postgres' words, and how its values travel."""

    name: str
    type: str
    way: Way = Way.AS_IS


@dataclass(frozen=True, slots=True)
class Table:
    """A table that travels; `key` is what its rows are ordered by."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    identity: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether every value travels as it is."""
        return all(column.way is Way.AS_IS for column in self.columns)


_COLUMNS = """
    SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attidentity <> '', p.place,
           f.target
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    LEFT JOIN LATERAL (
        SELECT array_position(i.indkey::int2[], a.attnum) AS place FROM pg_index i
        WHERE i.indrelid = c.oid AND i.indisprimary
    ) p ON true
    LEFT JOIN LATERAL (
        SELECT t.relname::text AS target FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum] ORDER BY t.relname LIMIT 1
    ) f ON true
    WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = %s) AND c.relkind = 'r'
    ORDER BY c.relname, a.attnum
"""


def tables_of(connection: psycopg.Connection, schema: str) -> list[Table]:
    """The tables of a schema that travel, in dependency order; the same schema gives the same list."""
    rows: dict[str, list[Any]] = {}
    for name, *column in connection.execute(_COLUMNS, [schema]).fetchall():
        if not meaning_of(name).remade:
            rows.setdefault(name, []).append(column)
    needs = {name: {row[4] for row in columns if row[4]} - {name} for name, columns in rows.items()}
    return [_table(name, rows[name]) for name in in_order(needs)]


def _table(name: str, rows: Iterable[Any]) -> Table:
    rows = list(rows)
    key = tuple(row[0] for row in sorted((row for row in rows if row[3] is not None), key=lambda row: row[3]))
    return Table(
        name=name,
        columns=tuple(Column(row[0], row[1], _way(name, row[0], row[4])) for row in rows),
        key=key or tuple(row[0] for row in rows),
        identity=next((row[0] for row in rows if row[2]), ""),
    )


def _way(table: str, column: str, target: str | None) -> Way:
    meaning = meaning_of(table)
    if target == CONTENT_TYPES:
        return Way.CONTENT_TYPE
    if target == PERMISSIONS:
        return Way.PERMISSION
    if column in meaning.remade_columns:
        return Way.REMADE
    if column in meaning.typed:
        return Way.TYPED
    return Way.PLACED if column in meaning.placed else Way.AS_IS
