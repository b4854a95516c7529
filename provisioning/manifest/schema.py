"""What a manifest may say: one description that checks files, writes them and documents them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models

from provisioning.manifest.problems import Mark


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value. `kind`: text, html, bool, number, choice, ref, list, map, or stream (a list of tagged maps)."""

    kind: str
    doc: str = ""
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    most: int | None = None
    least: int | None = None
    pattern: str = ""
    to: str = ""
    of: "Field | None" = None
    fields: Mapping[str, "Field"] = field(default_factory=dict)


class Item(dict[str, Any]):
    """A checked map that remembers where it stands; `said` are the keys the file really has."""

    mark: Mark = Mark()
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands for a record, to be looked up when all are known."""

    label: str
    name: str
    mark: Mark = field(default=Mark(), compare=False)


class Html(str):
    """Rich text whose links still go by name."""

    mark: Mark = Mark()


def text(doc: str, *, required: bool = False, most: int = 20_000, default: str = "", pattern: str = "") -> Field:
    """Words."""
    return Field(kind="text", doc=doc, required=required, most=most, default=default, pattern=pattern)


def flag(doc: str) -> Field:
    """Yes or no; no unless said."""
    return Field(kind="bool", doc=doc, default=False)


def number(doc: str, *, default: int | None = None, least: int = 0, most: int = 32_000) -> Field:
    """A whole number."""
    return Field(kind="number", doc=doc, default=default, least=least, most=most)


def choice(doc: str, choices: tuple[str, ...], *, default: str | None = None) -> Field:
    """One of a few words."""
    return Field(kind="choice", doc=doc, choices=choices, default=default, required=default is None)


def ref(doc: str, to: str, *, required: bool = False) -> Field:
    """Something else, by its name."""
    return Field(kind="ref", doc=doc, to=to, required=required)


def items(doc: str, of: Field, *, most: int = 1000) -> Field:
    """A list."""
    return Field(kind="list", doc=doc, of=of, most=most, default=[])


def table(doc: str, fields: Mapping[str, Field], *, required: bool = False) -> Field:
    """A map with these keys."""
    return Field(kind="map", doc=doc, fields=fields, required=required)


def column(model: type[models.Model], name: str, doc: str, **more: Any) -> Field:
    """A field that says what a column says: its length, its choices, its default."""
    found: Any = model._meta.get_field(name)
    default = found.default if found.has_default() and not callable(found.default) else None
    if found.choices:
        options = tuple(str(value) for value, _label in found.flatchoices)
        made = Field(kind="choice", doc=doc, choices=options, default="" if default is None else str(default))
    elif isinstance(found, models.BooleanField):
        made = flag(doc)
    elif isinstance(found, models.IntegerField):
        made = number(doc, default=default)
    else:
        plain = default if isinstance(default, str) else str(default) if default is not None else ""
        made = text(doc, most=found.max_length or 200_000, default=plain)
    return replace(made, **more)
