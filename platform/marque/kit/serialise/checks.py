"""What is wrong with the declarations; a test keeps the list empty."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from marque.kit.serialise.declaration import Undeclared, declared_labels, serial_of, tenant_models


def problems() -> list[str]:
    """A sentence for every tenant model whose declaration is missing or cannot hold."""
    gone = [f"{label} is declared but not installed." for label in declared_labels() if not _installed(label)]
    return sorted(chain(gone, *(problems_of(model) for model in tenant_models())))


def problems_of(model: type[models.Model]) -> Iterator[str]:
    """What is wrong with one model's declaration."""
    label = model._meta.label
    try:
        serial = serial_of(model)
    except Undeclared:
        yield f"{label} declares nothing: give it `serial = Serial(…)`."
        return
    unknown = [
        name for name in (*serial.key, *serial.personal, *serial.paths, *serial.typed) if not _has_field(model, name)
    ]
    for name in unknown:
        yield f"{label} has no field {name}."
    for other in serial.depends:
        if not _installed(other):
            yield f"{label} depends on {other}, which is not installed."
    if not unknown and not serial.unkeyed:
        yield from _key_problems(model, serial.key)


def _key_problems(model: type[models.Model], key: tuple[str, ...]) -> Iterator[str]:
    label = model._meta.label
    if not key:
        yield f"{label} has no natural key."
    elif not any(unique <= set(key) for unique in unique_sets(model)):
        yield f"{label}: {', '.join(key)} are not unique together."
    for name in key:
        if model._meta.get_field(name).null:
            yield f"{label}: {name} is part of the key and may be null."


def unique_sets(model: type[models.Model]) -> Iterator[set[str]]:
    """Every set of fields the database keeps unique, those of parents included."""
    for meta in [model._meta, *(parent._meta for parent in model._meta.all_parents)]:
        for field in meta.local_fields:
            if field.unique:
                yield {field.name}
        yield from (set(fields) for fields in meta.unique_together)
        for constraint in meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
                # a function of some fields is unique only if the fields are
                yield set(constraint.fields) | set(chain(*map(_columns, constraint.expressions)))


def _columns(expression: Any) -> list[str]:
    parts = [expression] if isinstance(expression, models.F) else expression.flatten()
    # the stubs do not know that an F has a name
    named: list[Any] = [part for part in parts if isinstance(part, models.F)]
    return [part.name for part in named]


def _has_field(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _installed(label: str) -> bool:
    try:
        apps.get_model(label)
    except LookupError:
        return False
    return True
