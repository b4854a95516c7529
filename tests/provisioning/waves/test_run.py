"""A wave over a small fleet, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.migrations import Migration
from django.test import Client

from marque.kit.tenancy.context import enter
from provisioning import template
from provisioning.bootstrap import administrator
from provisioning.lifecycle import rename
from provisioning.schemas import owner_parameters
from provisioning.waves.alone import WaveRunning, not_during_a_wave, the_only_wave
from provisioning.waves.retry import migrate_one
from provisioning.waves.run import NothingToResume, UnknownCanary, look_ahead, run_wave
from shared_apps.operations.models import AuditEntry
from shared_apps.releases.models import SchemaVersion, Wave
from shared_apps.tenants.models import SchemaTemplate, Tenant
from tests.provisioning.killing import killed_at
from tests.provisioning.trial import make
from tests.provisioning.waves.conftest import as_owner_in, column_in

pytestmark = pytest.mark.slow
ADD = "migrations.AddField('person', 'nickname', models.CharField(max_length=50, db_default='', blank=True))"
INDEX = "migrations.AddIndex('person', models.Index(fields=['name'], name='people_by_name'))"
SAID = "allows = {'index': 'A handful of rows in a trial.'}"
MODEL = (
    "migrations.CreateModel('Pet', [('id', models.BigAutoField(primary_key=True)),"
    " ('name', models.CharField(max_length=9))])"
)
ONE_TO_MANY = (
    "migrations.AlterField('person', 'user',"
    " models.ForeignKey('accounts.user', models.SET_NULL, null=True, blank=True, related_name='+'))"
)
DATA = "migrations.RunPython(lambda apps, editor: apps.get_model('people', 'Person').objects.create(name='Kept'))"


def wave(**options):
    return run_wave(by="tests", **options)


def test_a_wave_that_has_nothing_to_do_says_so_and_does_nothing(fleet, monkeypatch):
    wave()
    monkeypatch.setattr(Migration, "apply", lambda self, *args, **more: pytest.fail(f"{self} was applied."))
    monkeypatch.setattr(template, "capture", lambda kind: pytest.fail(f"The template of a {kind} was captured."))

    outcome = wave()

    assert (outcome.up_to_date, outcome.migrated, outcome.failed) == (6, [], {})
    assert not Wave.objects.exists()
    assert SchemaVersion.objects.count() == 6


def test_a_new_column_reaches_everybody_and_new_tenants(fleet):
    fleet.later(ADD)

    outcome = wave(canaries=["trial-2"])

    assert outcome.migrated[0] == "trial-2"
    assert sorted(outcome.migrated) == sorted([*fleet.slugs, "platform"])
    assert set(column_in(fleet.slugs).values()) == {True}
    assert make("trial-new").slug == "trial-new"
    assert column_in(["trial-new"]) == {"trial-new": True}
    versions = SchemaVersion.objects.exclude(wave=None)
    assert {(version.failed_at, version.wave.finished_at is None) for version in versions} == {(None, False)}


def test_a_foreign_key_that_django_drops_and_makes_again_reaches_everybody(fleet):
    fleet.later(ONE_TO_MANY, "allows = {'type': 'A handful of rows in a trial.'}")

    outcome = wave()

    assert outcome.failed == {}
    assert sorted(outcome.migrated) == sorted([*fleet.slugs, "platform"])


def test_a_replayed_schema_is_the_one_django_made(fleet):
    fleet.later(f"{ADD}, {INDEX}, {MODEL}", SAID)
    wave(canaries=["okafor"])
    query = """
        SELECT c.relname::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = %s::regnamespace
        UNION ALL SELECT table_name::text, column_name || data_type || is_nullable || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = %s
    """

    with psycopg.connect(**owner_parameters()) as owner:
        shapes = []
        for slug in ("okafor", "trial-3"):
            schema = Tenant.objects.get(slug=slug).schema_name
            rows = owner.execute(query, [schema, schema])
            shapes.append(sorted((table, shape.replace(schema, "")) for table, shape in rows))

    assert shapes[0] == shapes[1]
    assert any("pet" in table for table, _shape in shapes[1])


def test_a_new_model_brings_content_type_permissions_and_roles(fleet):
    fleet.later(MODEL)

    wave(canaries=["okafor"])

    for row in Tenant.objects.filter(slug__in=fleet.slugs).prefetch_related("domains"):
        with enter(row.as_current()):
            assert ContentType.objects.filter(app_label="people", model="pet").count() == 1
            assert Permission.objects.filter(content_type__model="pet").count() == 4
            assert Group.objects.get(name="Owner").permissions.filter(codename="delete_pet").exists()
            assert not Group.objects.get(name="Support").permissions.filter(codename="delete_pet").exists()


def test_a_failing_tenant_stays_behind_alone_in_maintenance_and_comes_back(fleet):
    fleet.later(ADD)
    as_owner_in("trial-3", "ALTER TABLE people_person ADD COLUMN nickname int")

    outcome = wave(canaries=["okafor"])

    assert list(outcome.failed) == ["trial-3"]
    assert "already exists" in SchemaVersion.objects.get(tenant__slug="trial-3").error
    client = Client(headers={"host": "trial-3.localhost"})
    assert client.get("/").status_code == 503
    assert Client(headers={"host": "trial-1.localhost"}).get("/").status_code == 200
    entry = AuditEntry.objects.get(action="tenant.left-behind")
    assert (entry.target, entry.data) == ("trial-3", {"maintenance": True})

    as_owner_in("trial-3", "ALTER TABLE people_person DROP COLUMN nickname")
    assert wave().migrated == ["trial-3"]
    assert client.get("/").status_code == 200
    assert SchemaVersion.objects.get(tenant__slug="trial-3").error == ""


def test_a_tenant_that_lacks_only_an_index_is_served(fleet):
    fleet.later(INDEX, SAID)
    as_owner_in("trial-3", "CREATE INDEX people_by_name ON people_person (name)")

    outcome = wave()

    assert list(outcome.failed) == ["trial-3"]
    assert Client(headers={"host": "trial-3.localhost"}).get("/").status_code == 200


def test_a_migration_may_say_that_it_can_wait(fleet):
    fleet.later(ADD, "backwards_compatible = True")
    as_owner_in("trial-3", "ALTER TABLE people_person ADD COLUMN nickname int")

    wave()

    assert Tenant.objects.get(slug="trial-3").maintenance_since is None


def test_a_failing_canary_stops_the_wave_and_new_tenants_stay_as_they_were(fleet):
    fleet.later(ADD)
    as_owner_in("trial-1", "ALTER TABLE people_person ADD COLUMN nickname int")

    outcome = wave(canaries=["trial-1"])

    assert outcome.stopped.startswith("The canary trial-1 failed")
    assert outcome.migrated == []
    assert column_in(["okafor"]) == {"okafor": False}
    make("trial-new")
    assert column_in(["trial-new"]) == {"trial-new": False}


def test_a_wave_stops_after_so_many_failures_and_is_resumed(fleet):
    fleet.later(ADD)
    for slug in ("other", "trial-1"):
        as_owner_in(slug, "ALTER TABLE people_person ADD COLUMN nickname int")

    outcome = wave(max_failures=2, jobs=1)

    assert list(outcome.failed) == ["other", "trial-1"]
    assert column_in(["trial-3"]) == {"trial-3": False}
    stopped = Wave.objects.get()
    assert stopped.stop_reason.startswith("2 businesses failed")
    for slug in ("other", "trial-1"):
        as_owner_in(slug, "ALTER TABLE people_person DROP COLUMN nickname")
    resumed = wave(resume=True)
    assert {"other", "trial-1", "trial-3"} <= set(resumed.migrated)
    assert Wave.objects.get().finished_at is not None


def test_resume_without_a_wave_is_refused(fleet):
    with pytest.raises(NothingToResume):
        wave(resume=True)


def test_an_unknown_canary_is_refused(fleet):
    with pytest.raises(UnknownCanary, match="“nobody”"):
        wave(canaries=["nobody"])


@pytest.mark.parametrize("step", ["Migrated okafor", "Migrated trial-2", "Capturing"])
@pytest.mark.parametrize("operations", [ADD, f"{ADD}, {DATA}"], ids=["replayed", "by django"])
def test_a_wave_that_was_killed_is_finished_with_nothing_twice(fleet, tmp_path, step, operations):
    fleet.later(operations)
    code = f"""
import sys
from django.conf import settings
sys.path.insert(0, {str(tmp_path)!r})
settings.MIGRATION_MODULES = {{"people": "later_people"}}
from provisioning.waves.retry import migrate_one
from provisioning.waves.run import run_wave
run_wave(by="tests", progress=die)
"""

    assert killed_at(step, code)

    outcome = wave(resume=True)
    assert outcome.failed == {}
    assert set(column_in(fleet.slugs).values()) == {True}
    with psycopg.connect(**owner_parameters()) as owner:
        for row in Tenant.objects.all():
            count = f"SELECT count(*) FROM {row.schema_name}.django_migrations WHERE name = '9001_later'"
            assert owner.execute(count).fetchone() == (1,)
            kept = f"SELECT count(*) FROM {row.schema_name}.people_person WHERE name = 'Kept'"
            assert owner.execute(kept).fetchone() == (int(operations != ADD),)
    assert SchemaVersion.objects.filter(wave=Wave.objects.get(), failed_at=None).count() == 6


def test_a_concurrent_index_is_made_and_one_that_was_cut_off_is_made_again(fleet):
    fleet.later(
        "AddIndexConcurrently('person', models.Index(fields=['name'], name='people_by_name'))", "atomic = False"
    )
    as_owner_in("trial-2", "CREATE INDEX people_by_name ON people_person (name)")
    schema = Tenant.objects.get(slug="trial-2").schema_name
    with administrator(owner_parameters()["dbname"]) as admin:
        invalid = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass"
        admin.execute(invalid, [f"{schema}.people_by_name"])

    outcome = wave()

    assert outcome.failed == {}
    with psycopg.connect(**owner_parameters()) as owner:
        valid = "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = to_regclass(%s)"
        for row in Tenant.objects.all():
            assert owner.execute(valid, [f"{row.schema_name}.people_by_name"]).fetchone() == (1,)


def test_a_tenant_left_behind_is_tried_again_alone(fleet):
    fleet.later(ADD)
    as_owner_in("trial-3", "ALTER TABLE people_person ADD COLUMN nickname int")
    wave()
    row = Tenant.objects.get(slug="trial-3")

    assert list(migrate_one(tenant=row, by="olu").failed) == ["trial-3"]
    as_owner_in("trial-3", "ALTER TABLE people_person DROP COLUMN nickname")
    assert migrate_one(tenant=row, by="olu").migrated == ["trial-3"]
    row.refresh_from_db()
    assert (row.maintenance_since, row.version.error) == (None, "")


def test_two_waves_exclude_each_other_and_nothing_moves_meanwhile(fleet):
    with the_only_wave():
        with pytest.raises(WaveRunning):
            wave()
        with pytest.raises(WaveRunning), not_during_a_wave():
            pass


def test_look_ahead_writes_nothing(fleet):
    fleet.later(ADD)

    ahead = look_ahead()

    assert {(row["type"], row["tenants"], row["replayed"], row["can_wait"]) for row in ahead.pending} == {
        ("platform", 1, True, False),
        ("business", 5, True, False),
    }
    assert ahead.pending[0]["migrations"] == ["people.9001_later"]
    assert not Wave.objects.exists()
    assert not SchemaTemplate.objects.filter(fingerprint=template.fingerprint()).exists()


def test_a_tenant_whose_renaming_was_cut_off_is_not_forgotten(fleet, monkeypatch):
    fleet.later(ADD)
    code = """
from provisioning.lifecycle import rename
rename._HEARD_EVERYWHERE = 0
from shared_apps.tenants.models import Tenant
rename.rename_tenant(tenant=Tenant.objects.get(slug="trial-3"), slug="trial-moved", by="tests", progress=die)
"""
    assert killed_at("Writing it down", code)

    outcome = wave()

    assert "trial-moved" in outcome.migrated
    assert column_in(["trial-moved"]) == {"trial-moved": True}
    monkeypatch.setattr(rename, "_HEARD_EVERYWHERE", 0)
    rename.rename_tenant(tenant=Tenant.objects.get(slug="trial-moved"), slug="trial-moved", by="tests")
    assert Client(headers={"host": "trial-moved.localhost"}).get("/").status_code == 200


def test_a_tenant_that_began_before_the_capture_is_waited_for(fleet, monkeypatch):
    fleet.later(ADD)
    begun, go_on = Event(), Event()
    real = template.run_script

    def slowly(connection, script, schema):
        if schema.startswith("t_"):
            begun.set()
            go_on.wait(20)
        real(connection, script, schema)

    monkeypatch.setattr(template, "run_script", slowly)
    with ThreadPoolExecutor() as pool:
        birth = pool.submit(_make_and_let_go, "trial-born")
        assert begun.wait(20)
        rolling = pool.submit(_wave_and_let_go, lambda step: go_on.set() if step == "Waiting for trial-born" else None)
        rolling.result(60)
        go_on.set()
        birth.result(60)

    assert column_in(["trial-born"]) == {"trial-born": True}


def _make_and_let_go(slug: str) -> None:
    try:
        make(slug)
    finally:
        connections.close_all()


def _wave_and_let_go(progress) -> None:
    try:
        wave(progress=progress)
    finally:
        connections.close_all()


def test_those_that_are_closed_are_migrated_as_well_and_stay_closed(fleet):
    fleet.later(ADD)
    states = {"trial-1": "suspended", "trial-2": "archived", "trial-3": "deleted"}
    for slug, state in states.items():
        Tenant.objects.filter(slug=slug).update(state=state)

    outcome = wave(canaries=["okafor"])

    assert (outcome.failed, set(states) <= set(outcome.migrated)) == ({}, True)
    assert column_in([*states]) == dict.fromkeys(states, True)
    assert dict(Tenant.objects.filter(slug__in=states).values_list("slug", "state")) == states
