"""What is to be done for all tenants that are at one version: planned once, not once for each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED
from django.utils import timezone

from marque.kit.tenancy.kinds import labels_of

_DDL = (
    operations.AddConstraint, operations.AddField, operations.AddIndex, operations.AlterField,
    operations.AlterIndexTogether, operations.AlterModelManagers, operations.AlterModelOptions,
    operations.AlterModelTable, operations.AlterModelTableComment, operations.AlterOrderWithRespectTo,
    operations.AlterUniqueTogether, operations.CreateModel, operations.DeleteModel, operations.RemoveConstraint,
    operations.RemoveField, operations.RemoveIndex, operations.RenameField, operations.RenameIndex, operations.RunSQL,
)  # fmt: skip
# without these the code of the release runs as well: it reads no column or table that they bring
_INVISIBLE = (
    operations.AddConstraint, operations.AddIndex, operations.AlterIndexTogether, operations.AlterModelManagers,
    operations.AlterModelOptions, operations.AlterModelTableComment, operations.AlterUniqueTogether,
    operations.RemoveConstraint, operations.RemoveIndex, operations.RenameIndex,
)  # fmt: skip
_REGISTERS = (operations.CreateModel, operations.RenameModel, operations.AlterModelOptions)
# callables whose value may be the same in every tenant; a token or a key may not
_SAME_EVERYWHERE = (dict, list, set, tuple, str, int, float, bool, timezone.now)


@dataclass(frozen=True)
class Plan:
    """The migrations that schemas of one type and version lack, and the models' state before them."""

    tenant_type: str
    migrations: list[Migration]
    before: ProjectState

    @property
    def names(self) -> list[str]:
        """What is missing, as `app.name`."""
        return [f"{migration.app_label}.{migration.name}" for migration in self.migrations]

    @property
    def replayable(self) -> bool:
        """Whether the statements that one schema needs are the statements that all need."""
        return all(m.atomic for m in self.migrations) and all(map(_is_replayable, self.effective()))

    @property
    def registers(self) -> bool:
        """Whether models appear, so that content types, permissions and roles follow."""
        return any(isinstance(operation, _REGISTERS) for operation in self.effective())

    @property
    def can_wait(self) -> bool:
        """Whether a schema without these can be served by the code of this release.

        A migration says so itself with `backwards_compatible`; else only what no query can see can wait.
        """
        return all(self._can_wait(migration) for migration in self.migrations)

    def effective(self) -> Iterator[Any]:
        """The operations that do something in a schema of this type."""
        for migration in self.migrations:
            yield from self._effective(migration)

    def _effective(self, migration: Migration) -> Iterator[Any]:
        if migration.app_label in labels_of(self.tenant_type):
            yield from flat(migration.operations)

    def _can_wait(self, migration: Migration) -> bool:
        said = getattr(migration, "backwards_compatible", None)
        return said if said is not None else all(isinstance(op, _INVISIBLE) for op in self._effective(migration))


def make_plan(tenant_type: str) -> Plan:
    """What the schema `connection` is in lacks; its models' state is built once for all that are like it."""
    executor = MigrationExecutor(connection)
    missing = [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    before = executor._create_project_state(with_applied_migrations=True) if missing else ProjectState()
    if missing:  # once: its receivers add operations to the migrations themselves
        steps = [(migration, False) for migration in missing]
        emit_pre_migrate_signal(0, False, connection.alias, apps=before.apps, plan=steps)
    return Plan(tenant_type, missing, before)


def flat(given: Iterable[Any]) -> Iterator[Any]:
    """Operations on the database, also those inside of others."""
    for operation in given:
        if isinstance(operation, operations.SeparateDatabaseAndState):
            yield from flat(operation.database_operations)
        else:
            yield operation


def _is_replayable(operation: Any) -> bool:
    field = getattr(operation, "field", None)
    return isinstance(operation, _DDL) and (field is None or _is_same_everywhere(field.default))


def _is_same_everywhere(default: Any) -> bool:
    return not callable(default) or default in (NOT_PROVIDED, *_SAME_EVERYWHERE)
