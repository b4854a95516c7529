"""A schema's dump, made compact: keys and identities folded into CREATE TABLE, the name left open (DESIGN §4)."""

import re
from collections.abc import Container

PLACEHOLDER = "marque_template"

_NOISE = re.compile(r"^(\\(un)?restrict|--|SET |CREATE SCHEMA|SELECT pg_catalog\.set_config).*$", re.M)
_TABLE = re.compile(r"CREATE TABLE (\S+) \(")
_KEY = re.compile(r"ALTER TABLE ONLY (\S+)\s+ADD CONSTRAINT (\S+) ((?:PRIMARY KEY|UNIQUE) .*);$", re.S)
_ROWS = re.compile(rf"INSERT INTO {PLACEHOLDER}\.(\S+) ")
_LATER = re.compile(r"CREATE (?:UNIQUE )?INDEX |ALTER TABLE (?:ONLY )?\S+\s+ADD CONSTRAINT ")
_IDENTITY = re.compile(
    r"ALTER TABLE (?:ONLY )?(\S+) ALTER COLUMN (\S+) ADD GENERATED (BY DEFAULT|ALWAYS) AS IDENTITY \((.*)\);$", re.S
)


def compact(dump: str, schema: str) -> str:
    """pg_dump's script of one schema as one that replays fast under any name."""
    statements = _split(_NOISE.sub("", dump))
    tables: dict[str, str] = {}
    order: list[tuple[str, bool]] = []
    for statement in statements:
        if table := _TABLE.match(statement):
            tables[table[1]] = statement
            order.append((table[1], True))
        elif not (_fold_identity(statement, tables) or _fold_key(statement, tables)):
            order.append((statement, False))
    script = "\n".join(tables[text] if is_table else text for text, is_table in order)
    return re.sub(rf'(?<![\w"]){schema}(?=\.|;)', PLACEHOLDER, script)


def named(script: str, schema: str) -> str:
    """The compact script under a schema's name."""
    return re.sub(rf"(?<![\w\"]){PLACEHOLDER}(?=\.|;)", schema, script)


def in_two(script: str, *, rows_of: Container[str]) -> tuple[str, str]:
    """Tables first, with the rows of a few of them; then what is quicker to make once they are full."""
    before, after = [], []
    for statement in _split(script):
        if rows := _ROWS.match(statement):
            if rows[1] in rows_of:
                before.append(statement)
        elif _LATER.match(statement):
            after.append(statement)
        else:
            before.append(statement)
    return "\n".join(before), "\n".join(after)


def _fold_key(statement: str, tables: dict[str, str]) -> bool:
    match = _KEY.match(statement)
    if not match or match[1] not in tables:
        return False
    tables[match[1]] = re.sub(r"\n\);$", f",\n    CONSTRAINT {match[2]} {match[3]}\n);", tables[match[1]])
    return True


def _fold_identity(statement: str, tables: dict[str, str]) -> bool:
    match = _IDENTITY.match(statement)
    if not match or match[1] not in tables:
        return False
    table, column, how, options = match[1], match[2], match[3], " ".join(match[4].split())
    sequence = re.search(r"SEQUENCE NAME (\S+)", options)[1]  # type: ignore[index]
    given = "" if sequence == f"{table}_{column}_seq" else f" (SEQUENCE NAME {sequence})"
    tables[table] = re.sub(
        rf"(\n    {re.escape(column)} \w+)( NOT NULL)?",
        rf"\1 GENERATED {how} AS IDENTITY{given}",
        tables[table],
        count=1,
    )
    return True


def _split(script: str) -> list[str]:
    """Statements of a dump: each ends with a semicolon at the end of a line, outside of quotes."""
    statements, buffer, quotes = [], "", 0
    for line in script.split("\n"):
        buffer += line + "\n"
        quotes += line.count("'")
        if line.endswith(";") and quotes % 2 == 0:
            if buffer.strip():
                statements.append(buffer.strip())
            buffer, quotes = "", 0
    return statements
