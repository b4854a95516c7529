"""Refuse migrations that would lock, rewrite or break a fleet that is being served."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from provisioning.waves.plan import flat
from provisioning.waves.rules import ADVICE, Fields, findings

_SHORTEST_REASON = 20


class UnsafeMigration(Refused):
    """A migration of ours would hurt; says which, why and what to do instead."""

    message = _("A migration is not safe to run.")


def refuse_unsafe() -> None:
    """Raise UnsafeMigration with every finding."""
    found = list(problems())
    if found:
        raise UnsafeMigration("\n".join(found))


def problems(migrations: Iterable[Migration] | None = None) -> Iterator[str]:
    """A sentence for each unsafe operation of our own migrations that does not say why it may be.

    A migration that must do it all the same says so with `allows = {"drop": "Last read by release 12."}`.
    """
    fields: Fields = {}
    for migration in migrations if migrations is not None else _ours():
        yield from _problems_of(migration, fields)


def _ours() -> list[Migration]:
    own = {
        app.label
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.ROOT) and ".venv" not in Path(app.path).parts
    }
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [migration for (label, _name), migration in sorted(disk.items()) if label in own]


def _problems_of(migration: Migration, fields: Fields) -> Iterator[str]:
    where, allows = f"{migration.app_label}.{migration.name}", getattr(migration, "allows", {})
    for rule, reason in allows.items():
        if rule not in ADVICE or len(reason) < _SHORTEST_REASON:
            yield f"{where}: `allows` needs one of {', '.join(ADVICE)}, each with a reason one can check."
    fresh: set[str] = set()
    for operation in flat(migration.operations):
        for rule, thing in findings(migration.app_label, operation, fields, fresh):
            if rule not in allows:
                otherwise = f'If it is safe here, say why: allows = {{"{rule}": "…"}}.'
                yield f"{where}: {thing} ({rule}). {ADVICE[rule]} {otherwise}"
        _follow(migration.app_label, operation, fields, fresh)


def _follow(app_label: str, operation: Any, fields: Fields, fresh: set[str]) -> None:
    """Keep what each field is at, to know what an AlterField changes."""
    if isinstance(operation, operations.CreateModel):
        fresh.add(operation.name.lower())
        for name, made in operation.fields:
            fields[app_label, operation.name.lower(), name.lower()] = made
    elif isinstance(operation, operations.AddField | operations.AlterField):
        fields[app_label, operation.model_name.lower(), operation.name.lower()] = operation.field
