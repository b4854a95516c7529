"""`capsule.json`: what a capsule says of itself. Everything read from one is checked here."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marque.kit.serialise.streams.shape import Column, Table, Way
from provisioning.capsule.refusals import BadCapsule, FromTheFuture

FORMAT = 1
ABOUT, SIGNATURE, MEDIA_INDEX = "capsule.json", "capsule.sig", "media/index.json"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the archive: its name, bytes and checksum as it stands there."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table: its shape, its rows unpacked, and the part that holds them."""

    table: Table
    rows: int
    size: int
    sha256: str
    part: Part
    sequence: tuple[int, bool] | None


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole capsule, without its bytes."""

    tenant: dict[str, Any]
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[TablePart, ...]
    media: tuple[Part, ...]
    media_index: Part
    engine: str
    format: int = FORMAT

    @property
    def parts(self) -> list[Part]:
        """Every part but the signature and this list."""
        return [*(table.part for table in self.tables), *self.media, self.media_index]


def write_contents(contents: Contents) -> bytes:
    """The canonical bytes: sorted keys, no time, nothing of this machine."""
    value = {
        "format": contents.format,
        "engine": contents.engine,
        "tenant": contents.tenant,
        "migrations": [list(one) for one in contents.migrations],
        "tables": [_table_value(table) for table in contents.tables],
        "media": [_part_value(part) for part in contents.media],
        "media_index": _part_value(contents.media_index),
    }
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1).encode() + b"\n"


def _part_value(part: Part) -> dict[str, Any]:
    return {"name": part.name, "size": part.size, "sha256": part.sha256}


def _table_value(table: TablePart) -> dict[str, Any]:
    return {
        "name": table.table.name,
        "columns": [[column.name, column.type, column.way.value] for column in table.table.columns],
        "key": list(table.table.key),
        "identity": table.table.identity,
        "sequence": list(table.sequence) if table.sequence else None,
        "rows": table.rows,
        "size": table.size,
        "sha256": table.sha256,
        "part": _part_value(table.part),
    }


def read_contents(text: bytes) -> Contents:
    """Read `capsule.json`; raises BadCapsule naming the entry, or FromTheFuture."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise BadCapsule(reason="capsule.json isn't JSON.") from None
    engine = _of(value, "engine", str, "capsule.json")
    if _of(value, "format", int, "capsule.json") > FORMAT:
        raise FromTheFuture(engine=engine, reason=f"it has format {value['format']}, and {FORMAT} is read here.")
    tenant = _of(value, "tenant", dict, "capsule.json")
    for name in ("slug", "name", "type", "primary", "owner_email", "blueprint"):
        _of(tenant, name, str, "tenant")
    if any(type(domain) is not str for domain in _of(tenant, "domains", list, "tenant")):
        raise BadCapsule(reason="tenant: “domains” are not all text.")
    return Contents(
        tenant=tenant,
        migrations=tuple(_pair(one) for one in _of(value, "migrations", list, "capsule.json")),
        tables=tuple(map(_table, _of(value, "tables", list, "capsule.json"))),
        media=tuple(_part(one, "media") for one in _of(value, "media", list, "capsule.json")),
        media_index=_part(value.get("media_index"), "media_index"),
        engine=engine,
        format=value["format"],
    )


def _table(value: Any) -> TablePart:
    name = _of(value, "name", str, "tables")
    sequence = value.get("sequence")
    if sequence is not None and not (isinstance(sequence, list) and list(map(type, sequence)) == [int, bool]):
        raise BadCapsule(reason=f"{name}: the counter isn't a number.")
    shape = Table(
        name=name,
        columns=_checked(lambda: tuple(Column(*map(str, one[:2]), Way(one[2])) for one in value["columns"]), name),
        key=tuple(map(str, _of(value, "key", list, name))),
        identity=_of(value, "identity", str, name),
    )
    return TablePart(
        table=shape,
        rows=_of(value, "rows", int, name),
        size=_of(value, "size", int, name),
        sha256=_of(value, "sha256", str, name),
        part=_part(value.get("part"), name),
        sequence=(sequence[0], sequence[1]) if sequence else None,
    )


def _part(value: Any, where: str) -> Part:
    return Part(_of(value, "name", str, where), _of(value, "size", int, where), _of(value, "sha256", str, where))


def _pair(value: Any) -> tuple[str, str]:
    if not (isinstance(value, list) and list(map(type, value)) == [str, str]):
        raise BadCapsule(reason="migrations: each is an app and a name.")
    return value[0], value[1]


def _of(value: Any, name: str, kind: type, where: str) -> Any:
    """An entry of the right type; numbers are never negative."""
    found = value.get(name) if isinstance(value, dict) else None
    if type(found) is not kind or (kind is int and found < 0):
        raise BadCapsule(reason=f"{where}: “{name}” is missing or not a {kind.__name__}.")
    return found


def _checked(read: Callable[[], Any], where: str) -> Any:
    try:
        return read()
    except (TypeError, ValueError, KeyError, IndexError):
        raise BadCapsule(reason=f"{where}: the columns can't be read.") from None
