"""Rows of its own that a lesson is made of, as plain values: higher apps say which, and versions keep them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.html import escape

from tenant_apps.courses.models import Lesson

Value = dict[str, Any]
OwnRows = dict[str, list[Value]]


@dataclass(frozen=True)
class Source:
    """Where rows of one kind are, which of their fields are content, and who writes them."""

    names: tuple[str, ...]
    found: Callable[[Lesson], QuerySet[Any]]
    write: Callable[..., None]


_sources: dict[str, Source] = {}


def register_rows(
    name: str, *, names: tuple[str, ...], found: Callable[[Lesson], QuerySet[Any]], write: Callable[..., None]
) -> None:
    """Let versions of lessons keep these rows. `write` takes lesson, rows and by, and keeps no version itself."""
    _sources[name] = Source(names, found, write)


def own_rows(lesson: Lesson) -> OwnRows:
    """The rows a lesson has, in their order, by what they are; what it has none of is not named."""
    held = {name: [_value(row, source) for row in source.found(lesson)] for name, source in _sources.items()}
    return {name: rows for name, rows in held.items() if rows}


def write_rows(lesson: Lesson, held: OwnRows, *, by: Any = None) -> None:
    """Let a lesson have these rows and no others; raises what refuses them."""
    there = own_rows(lesson)
    for name, source in _sources.items():
        if same_rows({name: there.get(name, [])}, {name: held.get(name, [])}):
            continue
        rows = [{**value, "key": UUID(value["key"])} for value in held.get(name, [])]
        source.write(lesson=lesson, rows=rows, by=by)


def same_rows(one: OwnRows, other: OwnRows) -> bool:
    """Whether a learner could not tell the two apart."""
    return _shown(one) == _shown(other)


def readable_rows(held: OwnRows) -> str:
    """As HTML, to be compared word by word."""
    words = (str(word) for rows in held.values() for row in rows for word in _words(row))
    return "".join(f"<p>{escape(word)}</p>" for word in words)


def _value(row: Model, source: Source) -> Value:
    return {"key": str(row.key), **{name: getattr(row, name) for name in source.names}}  # type: ignore[attr-defined]


def _shown(held: OwnRows) -> dict[str, list[Value]]:
    bare = {name: [{at: row[at] for at in row if at != "key"} for row in rows] for name, rows in held.items()}
    return {name: rows for name, rows in bare.items() if rows}


def _words(row: Value) -> list[Any]:
    lists = (value if isinstance(value, list) else [value] for name, value in row.items() if name != "key")
    return [word for words in lists for word in words if word != "" and not isinstance(word, bool)]
