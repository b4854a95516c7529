"""What the models say of a table's columns, by the table's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from marque.kit.serialise.declaration import Kind, Serial, serial_of, tenant_models


@dataclass(frozen=True, slots=True)
class Meaning:
    """A table's class, why it may stay behind, and which columns are personal, stay behind, hold places, or types."""

    kind: Kind | None = None
    remade: str = ""
    label: str = ""
    personal: Mapping[str, Any] | None = None
    remade_columns: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()
    typed: frozenset[str] = frozenset()


_UNKNOWN = Meaning()
_MIGRATIONS = Meaning(remade="every schema has its own, made by migrating")


def meaning_of(table: str) -> Meaning:
    """What is declared of a table; of one that no model has any more, nothing."""
    return _meanings().get(table, _UNKNOWN)


@cache
def _meanings() -> dict[str, Meaning]:
    found = {model._meta.db_table: _meaning(model, serial_of(model)) for model in tenant_models()}
    return {"django_migrations": _MIGRATIONS, **found}


def _meaning(model: type[models.Model], serial: Serial) -> Meaning:
    own: dict[str, Any] = {field.name: field for field in model._meta.local_concrete_fields}
    typed = frozenset(own[name].column for name in serial.typed)
    paths = {own[name].column for name in serial.paths}
    paths |= {field.column for field in own.values() if isinstance(field, models.FileField)}
    if serial.kind is not Kind.RUNTIME:
        paths |= {field.column for field in own.values() if _is_prose(field)}
    return Meaning(
        kind=serial.kind,
        remade=serial.remade,
        label=model._meta.label,
        personal={own[name].column: own[name] for name in serial.personal if name in own},
        remade_columns=frozenset(own[name].column for name in serial.remade_fields),
        placed=frozenset(paths) - typed,
        typed=typed,
    )


def _is_prose(field: Any) -> bool:
    """What a creator writes, and so may hold addresses of their own site."""
    return isinstance(field, models.TextField | models.JSONField | models.URLField) or (
        isinstance(field, models.CharField) and (field.max_length or 0) >= 200
    )
