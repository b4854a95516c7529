"""The script of a schema whose name is left open (DESIGN §4)."""

import re
from collections.abc import Container

PLACEHOLDER = "marque_template"

_ROWS = re.compile(rf"INSERT INTO {PLACEHOLDER}\.(\S+) ")
_LATER = re.compile(r"CREATE (?:UNIQUE )?INDEX |ALTER TABLE (?:ONLY )?\S+\s+ADD CONSTRAINT ")


def unnamed(script: str, schema: str) -> str:
    """A schema's script with its name left open."""
    return re.sub(rf'(?<![\w"]){schema}(?=\.|;)', PLACEHOLDER, script)


def named(script: str, schema: str) -> str:
    """The script under a schema's name."""
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


def _split(script: str) -> list[str]:
    """Statements of a script: each ends with a semicolon at the end of a line, outside of quotes."""
    statements, buffer, quotes = [], "", 0
    for line in script.split("\n"):
        buffer += line + "\n"
        quotes += line.count("'")
        if line.endswith(";") and quotes % 2 == 0:
            if buffer.strip():
                statements.append(buffer.strip())
            buffer, quotes = "", 0
    return statements
