"""Django applies a plan to one schema, as the owner; what it does can be recorded and replayed elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from marque.kit.tenancy.content_types import CacheBySchema
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.kinds import labels_of
from marque.kit.tenancy.ownership import as_owner
from provisioning.waves.plan import Plan, make_plan
from tenant_apps.accounts.roles import set_up_roles

_NOT_RECORDED = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET")
_INVALID = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
"""


class Recording:
    """Remembers the statements that change something, as Django's cursors send them."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.fixed = True

    def __call__(self, execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
        """Run a statement and keep it."""
        if _changes_something(str(statement)):
            self.fixed = self.fixed and not params  # the schema editor composes; a parameter is somebody's data
            self.statements.append(str(statement))
        return execute(statement, params, many, context)


def _changes_something(statement: str) -> bool:
    # Django drops a foreign key by “SET CONSTRAINTS … IMMEDIATE; ALTER TABLE … DROP CONSTRAINT …”
    first, second, *_rest = [*statement.upper().split(None, 2), "", ""]
    return first not in _NOT_RECORDED or second == "CONSTRAINTS"


@contextmanager
def in_schema(tenant: Any) -> Iterator[None]:
    """Be the owner in a tenant's schema, or in a stand-in's."""
    with as_owner(), enter(tenant):
        yield


def plan_for(tenant: Any) -> Plan:
    """What a schema lacks; the table that remembers migrations is made where it is missing."""
    with in_schema(tenant):
        MigrationRecorder(connection).ensure_schema()
        return make_plan(tenant.get_tenant_type())


def apply(plan: Plan, tenant: Any, *, roles: bool, recording: Recording | None = None) -> None:
    """Bring one schema from where the plan starts to its end: whole, or not at all where every migration is atomic."""
    with in_schema(tenant):
        state = plan.before.clone()
        for atomic, migrations in groupby(plan.migrations, key=lambda migration: migration.atomic):
            with transaction.atomic() if atomic else nullcontext():
                state = _apply_some(list(migrations), state, recording)
                if atomic and plan.registers and plan.migrations[-1].atomic:
                    _register(plan, state, roles=roles)
        if plan.registers and not plan.migrations[-1].atomic:
            _register(plan, state, roles=roles)


def _apply_some(migrations: list[Migration], state: ProjectState, recording: Recording | None) -> ProjectState:
    recorder = MigrationRecorder(connection)
    for migration in migrations:
        if not migration.atomic:
            _drop_invalid_indexes()
        # the wrapper is outside: leaving the editor runs what it had deferred
        kept = connection.execute_wrapper(recording) if recording else nullcontext()
        with kept, connection.schema_editor(atomic=migration.atomic) as editor:
            state = migration.apply(state, editor)
        for name in [*migration.replaces, (migration.app_label, migration.name)]:
            recorder.record_applied(*name)
        if migration.atomic:
            connection.check_constraints()  # or a later ALTER TABLE meets pending trigger events
    return state


def _drop_invalid_indexes() -> None:
    """What a CREATE INDEX CONCURRENTLY left behind that was cut off: it is made again."""
    with connection.cursor() as cursor:
        cursor.execute(_INVALID)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def _register(plan: Plan, state: ProjectState, *, roles: bool) -> None:
    steps = [(migration, False) for migration in plan.migrations]
    emit_post_migrate_signal(0, False, connection.alias, apps=state.apps, plan=steps)
    prune_content_types(plan.tenant_type)
    if roles and Group.objects.exists():
        set_up_roles()


def prune_content_types(tenant_type: str) -> None:
    """Django makes content types of every installed app in every schema: drop those this type does not carry."""
    ContentType.objects.exclude(app_label__in=labels_of(tenant_type)).delete()
    CacheBySchema.clear(ContentType.objects._cache)
