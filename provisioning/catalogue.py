"""A schema written as a script that makes it again under any name, read from Postgres's catalogue.

Not pg_dump: it reads the whole database's catalogue to write one schema down, 13 s at 150 tenants, and more with each.
"""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from provisioning.ddl import PLACEHOLDER, unnamed

_ROWS_PER_INSERT = 500
_UNKNOWN = """
    SELECT relname::text FROM pg_class WHERE relnamespace = %(schema)s::regnamespace AND relkind NOT IN ('r', 'i', 'S')
    UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
    UNION ALL SELECT tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = %(schema)s::regnamespace AND NOT tgisinternal
"""
_COLUMNS = """
    SELECT c.relname::text AS table, quote_ident(c.relname) AS quoted, a.attname::text AS name,
        quote_ident(a.attname) AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS filled,
        a.attidentity::text AS identity, a.attgenerated::text AS generated, s.relname::text AS sequence,
        pg_get_expr(d.adbin, d.adrelid) AS value, n.conname::text AS filled_name,
        CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_constraint n ON n.conrelid = c.oid AND n.contype = 'n' AND n.conkey = ARRAY[a.attnum]
    LEFT JOIN (pg_depend p JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S')
        ON p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'i' AND p.classid = 'pg_class'::regclass
    WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind = 'r' ORDER BY c.relname, a.attnum
"""
_KEYS = """
    SELECT c.relname::text, format('CONSTRAINT %%I %%s', k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = %(schema)s::regnamespace AND k.contype IN ('p', 'u', 'c', 'x') ORDER BY 1, k.conname
"""
_COUNTERS = """
    SELECT format('SELECT pg_catalog.setval(%%L, %%s, true);', format('%%I.%%I', schemaname, sequencename), last_value)
    FROM pg_sequences WHERE schemaname = %(schema)s AND last_value IS NOT NULL ORDER BY sequencename
"""
_INDEXES = """
    SELECT pg_get_indexdef(i.indexrelid) || ';' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind = 'i'
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    ORDER BY c.relname
"""
_FOREIGN = """
    SELECT format('ALTER TABLE ONLY %%s ADD CONSTRAINT %%I %%s;', conrelid::regclass, conname,
        pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace AND contype = 'f'
    ORDER BY conrelid::regclass::text, conname
"""


class Unwritable(RuntimeError):
    """The schema holds something that a tenant's schema must not: a view, a function, a trigger."""


def script_of(connection: psycopg.Connection, schema: str) -> str:
    """Tables, rows, counters, indexes, foreign keys, in this order; raises Unwritable."""
    with connection.transaction():
        connection.execute("SET LOCAL search_path = ''")  # so that every name comes with its schema
        unknown = connection.execute(_UNKNOWN, {"schema": schema}).fetchall()
        if unknown:
            raise Unwritable(f"{schema} holds what a script can't make again: {unknown[0][0]}.")
        tables = _tables(connection, schema)
        parts = [create for _name, create, _columns in tables]
        for name, _create, columns in tables:
            parts.extend(_rows(connection, schema, name, columns))
        for query in (_COUNTERS, _INDEXES, _FOREIGN):
            parts.extend(line for (line,) in connection.execute(query, {"schema": schema}))
    return unnamed("\n".join(parts) + "\n", schema)


def _tables(connection: psycopg.Connection, schema: str) -> list[tuple[str, str, dict[str, str]]]:
    """Name, CREATE TABLE, and the columns that hold something of their own with how they are written."""
    columns: dict[str, list[dict[str, str]]] = {}
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        for column in cursor.execute(_COLUMNS, {"schema": schema}):
            columns.setdefault(column["table"], []).append(column)
    keys: dict[str, list[str]] = {}
    for table, key in connection.execute(_KEYS, {"schema": schema}):
        keys.setdefault(table, []).append(key)
    made = []
    for table, held in columns.items():
        lines = ",\n    ".join([*map(_column, held), *keys.get(table, [])])
        create = f"CREATE TABLE {PLACEHOLDER}.{held[0]['quoted']} (\n    {lines}\n);"
        own = {column["name"]: column["column"] for column in held if not column["generated"]}
        made.append((table, create, own))
    return made


def _column(column: dict[str, str]) -> str:
    parts = [column["column"], column["type"]]
    if column["collation"]:
        parts.append(f"COLLATE {column['collation']}")
    if column["identity"]:
        parts.append(
            "GENERATED BY DEFAULT AS IDENTITY" if column["identity"] == "d" else "GENERATED ALWAYS AS IDENTITY"
        )
        if column["sequence"] != f"{column['table']}_{column['name']}_seq":
            parts.append(f"(SEQUENCE NAME {PLACEHOLDER}.{column['sequence']})")
    elif column["generated"]:
        kind = "STORED" if column["generated"] == "s" else "VIRTUAL"
        parts.append(f"GENERATED ALWAYS AS ({column['value']}) {kind}")
    elif column["value"]:
        parts.append(f"DEFAULT {column['value']}")
    if column["filled"]:
        name = column["filled_name"]
        named = name and name != f"{column['table']}_{column['name']}_not_null"
        parts.append(f"CONSTRAINT {name} NOT NULL" if named else "NOT NULL")
    return " ".join(parts)


def _rows(connection: psycopg.Connection, schema: str, table: str, columns: dict[str, str]) -> Iterator[str]:
    values = sql.SQL(", ").join(sql.SQL("quote_nullable({}::text)").format(sql.Identifier(name)) for name in columns)
    query = sql.SQL("SELECT concat_ws(', ', {}) FROM {}").format(values, sql.Identifier(schema, table))
    found = [f"({row})" for (row,) in connection.execute(query)]
    head = f"INSERT INTO {PLACEHOLDER}.{table} ({', '.join(columns.values())}) OVERRIDING SYSTEM VALUE VALUES"  # noqa: S608
    for start in range(0, len(found), _ROWS_PER_INSERT):
        rows = ",\n    ".join(found[start : start + _ROWS_PER_INSERT])
        yield f"{head}\n    {rows};"
