"""How a model is written down: its class, natural key, dependencies and personal fields."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models


class Kind(StrEnum):
    """What a row is to its tenant."""

    CONFIG = "config"
    CONTENT = "content"
    RUNTIME = "runtime"


CONFIG, CONTENT, RUNTIME = Kind.CONFIG, Kind.CONTENT, Kind.RUNTIME


@dataclass(frozen=True, slots=True)
class Serial:
    """A model's declaration: `serial = Serial(CONTENT, key=("slug",), personal=("email",))`.

    `depends` names models beyond the foreign keys, which are found by themselves. `unkeyed` gives the reason why a
    third party's table has no unique natural key; `key` is then what its rows are best matched by. `remade` says what
    makes the rows again from the rest, so that they never travel; `remade_fields` are made again one by one where the
    row arrives, and travel blank. `paths` names JSON columns that hold names of files,
    `typed` those that hold a content type's id under `content_type`.
    """

    kind: Kind
    key: tuple[str, ...] = ("key",)
    depends: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    unkeyed: str = ""
    remade: str = ""
    remade_fields: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


class Undeclared(LookupError):
    """A tenant model says nothing about how it is written down."""


_declared: dict[str, Serial] = {}


def declare(label: str, serial: Serial) -> None:
    """Declare a model of somebody else's, by its label: `declare("wagtailcore.Page", Serial(…))`."""
    if label.lower() in _declared:
        raise ValueError(f"{label} is declared twice.")
    _declared[label.lower()] = serial


@cache
def _load_declarations() -> None:
    import_module(settings.SERIAL_DECLARATIONS)


def serial_of(model: type[models.Model]) -> Serial:
    """The model's declaration: its own, one on an abstract base, one declared for it, or its owner's (M2M tables)."""
    for base in model.__mro__:
        meta = getattr(base, "_meta", None)
        own = base.__dict__.get("serial")
        if isinstance(own, Serial) and (base is model or (meta is None or meta.abstract)):
            return own
    _load_declarations()
    if model._meta.label_lower in _declared:
        return _declared[model._meta.label_lower]
    # the stubs call it a boolean; it is the model that has the many-to-many field
    owner: Any = model._meta.auto_created
    if owner:
        return Serial(serial_of(owner).kind, key=_ends(model))
    raise Undeclared(model._meta.label)


def declared_labels() -> list[str]:
    """Labels of the models that were declared from outside."""
    _load_declarations()
    return sorted(_declared)


def tenant_models() -> list[type[models.Model]]:
    """Every model with a table in a tenant's schema, many-to-many tables included."""
    names = {name for kind, spec in settings.TENANT_TYPES.items() if kind != "public" for name in spec["APPS"]}
    return [
        model
        for config in apps.get_app_configs()
        if config.name in names or f"{type(config).__module__}.{type(config).__name__}" in names
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def dependencies(model: type[models.Model]) -> set[str]:
    """Labels of the models whose rows must exist first."""
    related = {
        field.related_model._meta.label
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    }
    return (related | set(serial_of(model).depends)) - {model._meta.label}


def _ends(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in model._meta.local_fields if isinstance(field, models.ForeignKey))
