"""Which seconds of a film were really played: sorted, disjoint spans, kept as an int4multirange."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

from django.db import models
from django.db.models.expressions import RawSQL
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

Spans: TypeAlias = list[tuple[int, int]]
# as a player writes it: `0-10,42-60`
WRITTEN = re.compile(r"^\d{1,5}-\d{1,5}(?:,\d{1,5}-\d{1,5}){0,199}$", re.ASCII)


def read(written: str) -> Spans:
    """Pairs of the first second and the one after the last."""
    pairs = (span.split("-") for span in written.split(",")) if written else ()
    return [(int(start), int(end)) for start, end in pairs if int(start) < int(end)]


def union(spans: Iterable[tuple[int, int]]) -> Spans:
    """The same seconds, each once."""
    found: Spans = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def seconds(spans: Iterable[tuple[int, int]]) -> int:
    """How many seconds disjoint spans hold."""
    return sum(end - start for start, end in spans)


def without(spans: Spans, known: Spans) -> Spans:
    """What of the spans is new."""
    fresh: Spans = []
    for start, end in union(spans):
        for taken, until in known:
            if until <= start or taken >= end:
                continue
            if taken > start:
                fresh.append((start, taken))
            start = max(start, until)
        if start < end:
            fresh.append((start, end))
    return fresh


def common(spans: Spans, known: Spans) -> Spans:
    """What of the spans was known already."""
    both = [(max(start, taken), min(end, until)) for start, end in union(spans) for taken, until in known]
    return union(span for span in both if span[0] < span[1])


def first(spans: Spans, most: int) -> Spans:
    """Of disjoint spans as many seconds as are believed, from the front."""
    kept: Spans = []
    for start, end in spans:
        if most <= 0:
            break
        kept.append((start, min(end, start + most)))
        most -= end - start
    return kept


class PlayedField(models.Field):  # type: ignore[type-arg]
    """Spans as Postgres' own int4multirange: a film that was seen whole is one span, whatever the way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{**options, "default": list, "db_default": RawSQL("'{}'::int4multirange", ()), "editable": False}
        )

    def deconstruct(self) -> Any:
        """The name alone: everything else is always the same."""
        name, path, _args, _options = super().deconstruct()
        return name, path, [], {}

    def db_type(self, connection: Any) -> str:
        """PostgreSQL 14 and newer."""
        return "int4multirange"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Spans:
        """Pairs of the first second and the one after the last."""
        if value is None or isinstance(value, str):
            return []
        return [(span.lower, span.upper) for span in value]

    def get_prep_value(self, value: Any) -> Any:
        """As psycopg sends it."""
        if hasattr(value, "resolve_expression"):
            return value
        return Multirange([Range(start, end) for start, end in union(map(tuple, value or ()))])
