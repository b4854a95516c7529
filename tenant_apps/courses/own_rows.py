"""Rows of its own that a lesson is made of, as plain values: higher apps say which, and versions keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    """Which rows, how they belong to a lesson, which of their fields are content, and who writes them."""

    model: type[Model]
    owner: str
    names: tuple[str, ...]
    write: Callable[..., None]

    def found(self, lesson: Lesson) -> QuerySet[Any]:
        """The rows of a lesson in their order."""
        return self.model._default_manager.filter(**{self.owner: lesson})


_sources: dict[str, Source] = {}


def register_rows(name: str, source: Source) -> None:
    """Let versions of lessons keep these rows. `write` takes lesson, rows and by, and keeps no version itself."""
    _sources[name] = source


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
    known = ((_sources[name], row) for name, rows in held.items() if name in _sources for row in rows)
    words = (word for source, row in known for word in _words(source, row) if word)
    return "".join(f"<p>{escape(word)}</p>" for word in words)


def _value(row: Model, source: Source) -> Value:
    return {"key": str(row.key), **{name: getattr(row, name) for name in source.names}}  # type: ignore[attr-defined]


def _shown(held: OwnRows) -> dict[str, list[Value]]:
    bare = {name: [{at: row[at] for at in row if at != "key"} for row in rows] for name, rows in held.items()}
    return {name: rows for name, rows in bare.items() if rows}


def _words(source: Source, row: Value) -> Iterator[str]:
    for name, value in row.items():
        if isinstance(value, bool):
            yield f"[{source.model._meta.get_field(name).verbose_name}]" if value else ""  # type: ignore[union-attr]
        elif name != "key":
            yield from map(str, value if isinstance(value, list) else [value])
