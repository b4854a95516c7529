"""What hangs on rows of a model, written down level by level: a query for each kind, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from marque.kit.serialise.copying import content_below
from marque.kit.serialise.declaration import serial_of

Rows = list[tuple[Any, ...]]


def written_below(model: type[models.Model], ids: Iterable[Any]) -> Iterator[tuple[str, Rows]]:
    """Each kind of content below the rows with its values, in an order that stays the same."""
    waiting = [(model, frozenset(ids))]
    seen = {(model, pk) for pk in waiting[0][1]}
    while waiting:
        above, known = waiting.pop(0)
        for relation in content_below(above):
            below = relation.related_model
            rows = _rows(below, relation.field.name, known)
            if rows:
                yield below._meta.label, rows
            fresh = frozenset(row[0] for row in rows if (below, row[0]) not in seen)
            seen |= {(below, pk) for pk in fresh}
            if fresh:
                waiting.append((below, fresh))


def _rows(model: type[models.Model], field: str, ids: frozenset[Any]) -> Rows:
    remade = serial_of(model).remade_fields
    names = [one.attname for one in model._meta.concrete_fields if one.name not in remade and not one.primary_key]
    found = model._default_manager.filter(**{f"{field}__in": ids}).order_by("pk")
    return list(found.values_list("pk", *names))
