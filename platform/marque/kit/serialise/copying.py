"""A second one of a row with all that belongs to it: what is content and would be deleted with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

from django.db import models

from marque.kit import clock
from marque.kit.serialise.declaration import CONTENT, serial_of

Skip = Callable[[Any], bool]
Change = Callable[[Any], None]


def belongings(rows: Iterable[models.Model], *, skip: Skip = lambda row: False) -> list[Any]:
    """The rows and, after them, whatever content hangs on them, each once; files and people are not theirs."""
    found: dict[tuple[type[models.Model], Any], models.Model] = {}
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        if (type(row), row.pk) not in found and not skip(row):
            found[type(row), row.pk] = row
            waiting += _hanging_on(row)
    return list(found.values())


def copy(rows: Iterable[models.Model], change: Change, *, skip: Skip = lambda row: False) -> dict[Any, Any]:
    """Save copies of rows with their belongings under new keys; the copy of each by the row it is of.

    `change` may set fields of a copy before it is saved. What a copy names of the copied, by a foreign key or by a
    key inside JSON, is named in the copy; anything else stays as it is.
    """
    originals = belongings(rows, skip=skip)
    keys = {str(row.key): str(uuid4()) for row in originals}
    made: dict[tuple[type[models.Model], Any], Any] = {}
    waiting = list(originals)
    own = {(type(row), row.pk) for row in originals}
    while waiting:
        ready = [row for row in waiting if not (_named_by(row) & own) - made.keys()]
        for row in ready or waiting:
            made[type(row), row.pk] = _copy_of(row, keys, made, change)
        waiting = [row for row in waiting if (type(row), row.pk) not in made]
    return {row: made[type(row), row.pk] for row in originals}


def content_below(model: type[models.Model]) -> Iterator[Any]:
    """The relations by which content belongs to rows of a model."""
    for relation in model._meta.related_objects:
        below = relation.related_model
        is_own = relation.on_delete is models.CASCADE and isinstance(below, type)
        if is_own and not below._meta.auto_created and serial_of(below).kind is CONTENT:
            yield relation


def renamed(value: Any, keys: dict[str, str]) -> Any:
    """JSON in which every key of the copied is that of its copy."""
    text = json.dumps(value)
    for old, new in keys.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


def _copy_of(row: Any, keys: dict[str, str], made: dict[Any, Any], change: Change) -> Any:
    model = type(row)
    twin = model(key=keys[str(row.key)], created_at=clock.now())
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in ("key", "created_at"):
            continue
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey):
            copied = made.get((field.related_model, value))
            value = copied.pk if copied is not None else value
        elif isinstance(field, models.JSONField) and value is not None:
            value = renamed(value, keys)
        setattr(twin, field.attname, value)
    change(twin)
    twin.save(force_insert=True)
    return twin


def _hanging_on(row: models.Model) -> Iterator[models.Model]:
    for relation in content_below(type(row)):
        model = relation.related_model
        yield from model._default_manager.filter(**{relation.field.name: row}).order_by("pk")


def _named_by(row: models.Model) -> set[tuple[Any, Any]]:
    keys = (field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return {(field.related_model, getattr(row, field.attname)) for field in keys}
