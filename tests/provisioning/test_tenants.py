"""A new tenant is there whole, or not at all."""

import re

import psycopg
import pytest
from django.db import connection
from django.db.migrations import Migration

from marque.kit.tenancy.context import enter
from provisioning import template
from provisioning.blueprints import Owner
from provisioning.catalogue import Unwritable, script_of
from provisioning.schemas import drop_schema, owner_parameters
from provisioning.tenants import create_tenant
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.names import BadSlug, new_schema_name
from tenant_apps.accounts.models import Role, User


@pytest.fixture
def cleared(real_commits):
    """Provisioning commits: take what it made away again."""
    yield
    for tenant in Tenant.objects.filter(slug__startswith="trial"):
        drop_schema(tenant.schema_name)
        tenant.delete()


def make(slug: str = "trial-school", **fields):
    given = {"name": "Trial School", "by": "tests", "owner": Owner(email="ann@example.com", name="Ann Ito")}
    return create_tenant(slug=slug, **given | fields)


def schemas_like(pattern: str) -> int:
    with psycopg.connect(**owner_parameters()) as owner:
        return owner.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE %s", [pattern]).fetchone()[0]


def test_create_tenant_makes_a_served_business_with_its_owner(cleared, client_for):
    steps = []

    tenant = make(progress=steps.append)

    assert (tenant.state, tenant.domain) == ("active", "trial-school.localhost")
    assert steps == ["Registering", "Making its place", "Setting up pages", "Opening"]
    with enter(tenant):
        owner = User.objects.get(email="ann@example.com")
        assert list(owner.roles.values_list("role", flat=True)) == [Role.OWNER]
    assert client_for(tenant).get("/").status_code == 200


def test_create_tenant_refuses_a_taken_slug(cleared):
    make()

    with pytest.raises(BadSlug, match="is taken"):
        make()


def test_a_failing_blueprint_leaves_nothing_behind_and_can_be_run_again(cleared, monkeypatch):
    before = schemas_like("t\\_%")
    with monkeypatch.context() as broken:
        broken.setattr("provisioning.blueprints.filling.fill", lambda blueprint, owner: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make()

    assert not Tenant.objects.filter(slug="trial-school").exists()
    assert not Domain.objects.filter(domain="trial-school.localhost").exists()
    assert schemas_like("t\\_%") == before
    assert make().state == "active"


def test_one_that_was_cut_off_half_way_is_made_again(cleared):
    from shared_apps.tenants.actions import register_tenant

    killed = register_tenant(slug="trial-school", name="Trial School", by="tests")
    template.replay("business", killed.schema_name)

    tenant = make()

    assert tenant.state == "active"
    assert tenant.schema_name != killed.schema_name
    assert schemas_like(killed.schema_name) == 0


def _same_casts(definition: str) -> str:
    """Postgres rewrites the casts of a varchar list when it reads its own definition back."""
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", definition)


def test_a_replayed_schema_is_the_migrated_one(okafor):
    """Same columns, constraints and indexes as the template, by name and definition."""
    query = """
        SELECT c.relname::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = %s::regnamespace
        UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = %s::regnamespace
        UNION ALL SELECT table_name::text, column_name || ' ' || data_type || ' ' || is_nullable || ' ' || is_identity
        FROM information_schema.columns WHERE table_schema = %s
    """
    with psycopg.connect(**owner_parameters()) as owner:
        shapes = [
            sorted(
                (table.removeprefix(f"{schema}."), _same_casts(shape.replace(f"{schema}.", "")))
                for table, shape in owner.execute(query, [schema] * 3)
            )
            for schema in (template.schema_of("business"), okafor.schema_name)
        ]

    assert len(shapes[0]) > 500
    assert shapes[0] == shapes[1]


def test_a_replayed_schema_holds_the_templates_rows_and_goes_on_counting(cleared):
    """Types, permissions, the root page: what migrations put there."""
    schema, model = new_schema_name(), template.schema_of("business")
    template.replay("business", schema)
    counters = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = %s ORDER BY 1"
    try:
        with psycopg.connect(**owner_parameters()) as owner:
            for (table,) in owner.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = %s", [schema]):
                rows = [sorted(map(str, owner.execute(f"SELECT t FROM {at}.{table} t"))) for at in (model, schema)]
                assert rows[0] == rows[1], table
            assert owner.execute(counters, [schema]).fetchall() == owner.execute(counters, [model]).fetchall()
    finally:
        drop_schema(schema)


def test_a_schema_with_a_view_cannot_be_captured(real_commits):
    with psycopg.connect(**owner_parameters()) as owner:
        owner.execute("CREATE SCHEMA t_view CREATE VIEW odd AS SELECT 1 AS n")

        with pytest.raises(Unwritable, match="odd"):
            script_of(owner, "t_view")
        owner.rollback()


def test_tables_of_a_later_migration_are_open_to_the_tenant_alone(okafor, other, real_commits):
    with psycopg.connect(**owner_parameters()) as owner:
        owner.execute(f"CREATE TABLE {okafor.schema_name}.later (n int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)")
    try:
        with enter(okafor), connection.cursor() as cursor:
            cursor.execute("INSERT INTO later DEFAULT VALUES RETURNING n")
            assert cursor.fetchone() == (1,)
    finally:
        connection.close()
        with psycopg.connect(**owner_parameters()) as owner:
            owner.execute(f"DROP TABLE {okafor.schema_name}.later")


def test_a_new_tenant_is_replayed_and_never_migrated(cleared, monkeypatch):
    """What takes 0.4 s would take a minute."""
    monkeypatch.setattr(Migration, "apply", lambda self, *args, **more: pytest.fail(f"{self} was applied."))

    assert make().state == "active"
