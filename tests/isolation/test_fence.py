"""The fence in the database: role and path of the current tenant, and nothing else (DESIGN §4, §9)."""

from contextlib import suppress

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction
from psycopg.errors import DivisionByZero

from marque.kit.tenancy.context import CurrentTenant, NoTenant, enter
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import User


def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return cursor.fetchone()


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_public_holds_only_the_registry(db):
    with connections["control"].cursor() as cursor:
        cursor.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [row[0] for row in cursor.fetchall()]

    ours = tuple(f"{app.rpartition('.')[2]}_" for app in settings.REGISTRY_APPS)
    assert [table for table in tables if not table.startswith(ours)] == ["django_migrations"]


def test_outside_a_tenant_nothing_can_be_read(okafor):
    assert who() == ("marque_web", "no_tenant")
    with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
        list(User.objects.all())
    for table in (f"{okafor.schema_name}.accounts_user", "public.tenants_tenant"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(f"SELECT * FROM {table}")


def test_inside_a_tenant_only_its_own_can_be_read(okafor, other):
    with enter(okafor):
        assert who() == (okafor.role, okafor.schema_name)
        for table in (f"{other.schema_name}.accounts_user", "public.tenants_tenant"):
            with pytest.raises(ProgrammingError, match="permission denied"):
                execute(f"SELECT * FROM {table}")


def test_inside_a_tenant_no_ddl(okafor):
    with enter(okafor):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("CREATE TABLE x (i int)")
        with pytest.raises(ProgrammingError, match="must be owner"):
            execute("DROP TABLE accounts_user CASCADE")


def test_the_web_may_not_become_the_owner(okafor):
    with enter(okafor), pytest.raises(ProgrammingError, match="permission denied to set role"):
        execute("SET ROLE marque_owner")


def test_rows_of_one_tenant_are_not_in_the_other(okafor, other):
    with enter(okafor):
        User.objects.create_user("same@example.com", name="Okafor's")
        with enter(other):
            User.objects.create_user("same@example.com", name="Other's")
        names = list(User.objects.filter(email="same@example.com").values_list("name", flat=True))

    assert names == ["Okafor's"]


def test_a_missing_table_is_an_error_never_the_public_one(okafor):
    with enter(okafor), pytest.raises(ProgrammingError, match='"tenants_tenant" does not exist'), transaction.atomic():
        list(Tenant.objects.using("default").all())


def test_an_unknown_role_raises(okafor):
    gone = CurrentTenant(id=okafor.id, slug="gone", name="Gone", schema_name="t_gone", type="business")

    with enter(gone), pytest.raises(DatabaseError, match='role "r_t_gone" does not exist'):
        who()


def test_a_rolled_back_savepoint_takes_the_switch_back(okafor, other):
    with enter(okafor):
        who()
        with pytest.raises(ValueError, match="stop"), transaction.atomic(), enter(other):
            who()
            raise ValueError("stop")
        assert who() == (okafor.role, okafor.schema_name)
    with enter(other):
        assert who() == (other.role, other.schema_name)


@pytest.mark.parametrize("trusts_server", [True, False])
def test_commit_of_a_failed_transaction_takes_the_switch_back(okafor, other, real_commits, monkeypatch, trusts_server):
    """An error swallowed inside atomic(): COMMIT answers ROLLBACK without an error; SETs made inside are gone."""
    if not trusts_server:
        monkeypatch.setattr("marque.kit.tenancy.backend.base._REPORTS_SEARCH_PATH", 10**9)
    with enter(other):
        who()
    with enter(okafor):
        with transaction.atomic():
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1/0")
            except DatabaseError:
                pass

        assert who() == (okafor.role, okafor.schema_name)


@pytest.mark.parametrize("leave_behind", ["SELECT 1", "BEGIN", "SELECT 1/0"])
def test_a_connection_goes_back_to_the_pool_as_nobody(okafor, real_commits, leave_behind):
    with enter(okafor):
        who()
        if leave_behind == "SELECT 1/0":
            connection.connection.execute("BEGIN")
        with suppress(DivisionByZero):
            connection.connection.execute(leave_behind)
    connection.close()

    with connection.pool.connection() as raw:
        assert raw.execute("SELECT current_user, current_setting('search_path')").fetchone() == (
            "marque_web",
            "no_tenant",
        )


@pytest.mark.parametrize("registered", ["nothing more", "a model, late"])
def test_content_types_are_cached_per_schema(okafor, other, registered):
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType

    if registered == "a model, late":
        apps.clear_cache()  # as registering a model does: every manager is made anew
    with enter(okafor):
        group = ContentType.objects.filter(app_label="auth", model="group")
        Permission.objects.filter(content_type__in=group).delete()
        group.update(id=987_654)
        ContentType.objects.clear_cache()
        ours = ContentType.objects.get_for_model(Group).id
    with enter(other):
        theirs = ContentType.objects.get_for_model(Group).id

    assert ours == 987_654
    assert theirs != ours


def test_cache_task_and_file_need_a_tenant(okafor):
    from django.core.cache import cache
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from marque.config.celery import app

    @app.task(name="tests.nothing")
    def task() -> None: ...

    for act in (
        lambda: cache.get("x"),
        lambda: task.delay(),
        lambda: default_storage.save("x.txt", ContentFile(b"x")),
    ):
        with pytest.raises(NoTenant):
            act()


def test_a_cached_value_stays_with_its_tenant(okafor, other):
    from django.core.cache import cache

    with enter(okafor):
        cache.set("colour", "green")
    with enter(other):
        assert cache.get("colour") is None


def test_a_file_of_another_tenant_is_refused(okafor, other):
    from django.core.exceptions import SuspiciousFileOperation
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    with enter(okafor):
        name = default_storage.save("plan.txt", ContentFile(b"secret"))
        assert name.startswith(f"tenants/{okafor.id}/")
    with enter(other), pytest.raises(SuspiciousFileOperation):
        default_storage.open(name)


def test_introspection_outside_a_tenant_leaves_nothing_behind(db):
    with connection.cursor() as cursor:
        connection.introspection.table_names(cursor)

    assert who() == ("marque_web", "no_tenant")
