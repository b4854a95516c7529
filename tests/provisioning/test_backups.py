"""A tenant back at an earlier moment, and everybody else served throughout."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from marque.kit.tenancy.context import enter
from marque.kit.vault import in_vault
from provisioning.backups import restoring
from provisioning.backups.drilling import drill_tenant
from provisioning.backups.nights import due_backups, due_drills, share, slot, still_due
from provisioning.backups.restoring import NothingToUndo, drop_kept, restore_beside, restore_in_place, undo_restore
from provisioning.backups.retention import forget_gone, kept, prune
from provisioning.backups.shelf import backups_of
from provisioning.backups.taking import NoBackup, backup_tenant
from provisioning.capsule.refusals import BadCapsule, NoSpace
from provisioning.cli.backups import _moment
from provisioning.lifecycle import rename
from provisioning.places import places_of
from provisioning.schemas import create_schema, drop_schema, owner_connection
from provisioning.summing import sums_of
from shared_apps.copies.actions import announce_schema
from shared_apps.copies.models import Backup, KeptSchema
from shared_apps.copies.queries import safety_of
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import lifecycle, renaming
from shared_apps.tenants.actions import WrongState
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.resolve import resolve_host
from tenant_apps.courses.models import Course
from tenant_apps.people.models import Person


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(restoring, "_HEARD_EVERYWHERE", 0.0)
    monkeypatch.setattr(rename, "_HEARD_EVERYWHERE", 0.0)


def row() -> Tenant:
    return Tenant.objects.prefetch_related("domains").get(slug="school")


def back_up() -> Backup:
    return backup_tenant(tenant=row(), by="tests")


def names(tenant) -> set[str]:
    with enter(row().as_current()):
        return set(Person.objects.values_list("name", flat=True))


def sums(tenant):
    return sums_of(tenant.schema_name, places_of(tenant))


def test_a_backup_is_whole_and_its_media_is_kept_once(school):
    first, second = back_up(), back_up()

    assert first.verified_at and first.rows > 200 and first.media_size > 0
    assert second.media_size == 0 and second.rows == first.rows
    assert first.path.startswith(f"backups/{school.id}/")
    assert {path.name for path in backups_of(school.id).iterdir()} == {
        "media", first.path.rpartition("/")[2], second.path.rpartition("/")[2],
    }  # fmt: skip


def test_restore_in_place_brings_the_moment_back_while_others_are_served(school, other, media_of, client_for):
    before, media = sums(school), media_of(school)
    made = back_up()
    with enter(school):
        Person.objects.update(name="Somebody else")
    stop, answers = threading.Event(), []

    def visit():
        client = Client(headers={"host": other.domain})
        while not stop.is_set():
            answers.append(client.get("/").status_code)
            time.sleep(0.01)

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        restored = restore_in_place(tenant=row(), at=timezone.now(), by="tests", reason="a bad import")
    finally:
        stop.set()
        visitor.join()

    assert restored.id == made.id
    assert len(answers) > 10 and set(answers) == {200}
    now = row().as_current()
    assert now.id == school.id and now.schema_name != school.schema_name
    assert sums(now) == before and media_of(now) == media
    assert resolve_host("school.localhost").tenant.schema_name == now.schema_name
    assert client_for(now).get("/quill-landing/").status_code == 200
    assert AuditEntry.objects.filter(action="tenant.restore_backup", tenant_id=school.id).get().reason == "a bad import"

    undo_restore(tenant=row(), by="tests")

    assert row().schema_name == school.schema_name
    assert names(school) == {"Somebody else"}


def test_a_schema_that_was_left_goes_after_a_day(school, count_schemas):
    before = count_schemas()
    back_up()
    restore_in_place(tenant=row(), at=timezone.now(), by="tests")
    assert drop_kept(timezone.now()) == 0 and count_schemas() == before + 1

    assert drop_kept(timezone.now() + timedelta(hours=25)) == 1

    assert count_schemas() == before
    with pytest.raises(NothingToUndo):
        undo_restore(tenant=row(), by="tests")


def test_a_restore_that_was_cut_off_is_cleared_by_the_next(school, count_schemas):
    before = count_schemas()
    back_up()
    announce_schema(tenant_id=school.id, schema="t_halfmade")
    with owner_connection() as owner:
        create_schema(owner, "t_halfmade")

    restore_in_place(tenant=row(), at=timezone.now(), by="tests")

    assert count_schemas() == before + 1
    assert set(KeptSchema.objects.values_list("schema_name", flat=True)) == {school.schema_name}


def test_restore_beside_is_another_tenant_in_safe_mode(school, media_of):
    back_up()
    with enter(school):
        Person.objects.update(name="Somebody else")

    made = restore_beside(tenant=row(), at=timezone.now(), into="school-then", by="tests")

    assert (made.slug, made.safe_mode, made.copy_of) == ("school-then", True, "Quill School")
    assert media_of(made) == media_of(school)
    with enter(made):
        assert "Quill Carol" in set(Person.objects.values_list("name", flat=True))
    assert names(school) == {"Somebody else"}


def test_restore_takes_the_nearest_at_or_before(school):
    first = back_up()
    second = back_up()

    assert restoring._nearest(row(), second.taken_at - timedelta(microseconds=1)).id == first.id
    assert restoring._nearest(row(), second.taken_at).id == second.id
    with pytest.raises(NoBackup, match="no backup of school at or before"):
        restoring._nearest(row(), first.taken_at - timedelta(seconds=1))


def test_a_drill_passes_and_leaves_nothing(school, count_schemas):
    before = count_schemas()
    made = back_up()

    drill = drill_tenant(tenant=row(), by="tests")

    assert drill.error == "" and drill.passed_at and (drill.rows, drill.backup_id) == (made.rows, made.id)
    assert drill.tables > 60 and count_schemas() == before


def test_a_drill_of_a_spoilt_backup_says_what_is_wrong(school):
    made = back_up()
    content = next((backups_of(school.id) / "media").glob("*/*"))
    content.write_bytes(b"spoilt")

    assert "is missing from the backup, or was changed" in drill_tenant(tenant=row(), by="tests").error
    with pytest.raises(BadCapsule):
        restore_in_place(tenant=row(), at=timezone.now(), by="tests")

    data = bytearray(in_vault(made.path).read_bytes())
    data[len(data) // 3] ^= 1
    in_vault(made.path).write_bytes(data)
    assert "was changed" in drill_tenant(tenant=row(), by="tests").error
    assert row().schema_name == school.schema_name


def test_a_full_disk_leaves_no_file_and_is_kept_for_the_console(school, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("provisioning.capsule.writing.packed", full)

    with pytest.raises(NoSpace, match="no room left"):
        back_up()

    assert [path.name for path in backups_of(school.id).iterdir()] == []
    assert "no room left" in Backup.objects.get().error


def test_retention_keeps_days_weeks_and_months(settings):
    start = datetime(2026, 1, 1, 3, tzinfo=UTC)
    nights = [start + timedelta(days=n) for n in range(400)]

    stay = kept(nights, nights[-1])

    assert stay >= set(nights[-7:])
    assert len({at.isocalendar()[:2] for at in stay if at > nights[-30]}) >= 4
    assert len({(at.year, at.month) for at in stay}) == 12
    assert len(stay) <= 7 + 4 + 12


def test_prune_drops_files_and_media_that_nothing_lists(school, settings):
    settings.BACKUP_DAILY, settings.BACKUP_WEEKLY, settings.BACKUP_MONTHLY = 1, 0, 0
    first = back_up()
    Backup.objects.filter(id=first.id).update(taken_at=first.taken_at - timedelta(days=3))
    stray = backups_of(school.id) / "media" / "00" / ("0" * 64)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"")

    second = back_up()

    assert list(Backup.objects.values_list("id", flat=True)) == [second.id]
    assert not in_vault(first.path).exists() and not stray.exists()
    assert drill_tenant(tenant=row(), by="tests").error == ""
    assert prune(school.id, now=timezone.now()) == 0


def test_backups_of_a_business_that_is_gone_stay_a_month(school):
    made = back_up()
    folder = backups_of(school.id)
    drop_schema(school.schema_name)
    row().delete()
    assert forget_gone(made.taken_at + timedelta(days=29)) == 0 and folder.exists()

    assert forget_gone(made.taken_at + timedelta(days=31)) == 1

    assert not folder.exists() and not Backup.objects.exists()


def test_nights_are_spread_and_each_tenant_is_due_once(school):
    now = timezone.now() + timedelta(days=2)
    assert row().id in {due.id for due in due_backups(now)}
    assert 1 <= slot(school.id, now).hour < 5 and slot(school.id, now) <= now
    assert safety_of([row()])[0].backup_is_old(now)

    made = back_up()
    Backup.objects.filter(id=made.id).update(taken_at=slot(school.id, now))

    assert row().id not in {due.id for due in due_backups(now)}
    assert row().id in {due.id for due in due_drills(now)}
    assert not safety_of([row()])[0].backup_is_old(now)


def test_a_backup_asked_for_twice_is_taken_once(school):
    now = timezone.now() + timedelta(days=2)
    assert still_due(row(), now)

    made = back_up()
    Backup.objects.filter(id=made.id).update(taken_at=slot(school.id, now))

    assert not still_due(row(), now)


def test_a_round_hands_out_enough_for_a_night_whatever_the_number():
    assert [share(tenants, timedelta(hours=4)) for tenants in (0, 240, 241, 10_000)] == [0, 10, 11, 417]


@pytest.mark.parametrize(
    ("named", "until"),
    [
        ("2026-11-21T03:00", datetime(2026, 11, 21, 3, 0, 59, 999999, UTC)),
        ("2026-11-21T03:00:09+00:00", datetime(2026, 11, 21, 3, 0, 9, 999999, UTC)),
        ("2026-11-21T03:00:09.5Z", datetime(2026, 11, 21, 3, 0, 9, 500000, UTC)),
    ],
)
def test_a_backup_is_found_by_the_time_its_list_prints(named, until):
    assert _moment(named, as_json=False) == until


def test_restore_in_place_knows_where_the_business_lives_by_now(school):
    with enter(school):
        Course.objects.update(description=f"See {places_of(school)[1].text}/courses/")
    back_up()
    before = row()
    renaming.change_slug(tenant=row(), slug="school-moved", by="tests")

    with pytest.raises(WrongState, match="Its renaming was cut off"):
        restore_in_place(tenant=before, at=timezone.now(), by="tests")

    rename.rename_tenant(tenant=before, slug="school-moved", by="tests")
    restore_in_place(tenant=before, at=timezone.now(), by="tests")
    now = Tenant.objects.prefetch_related("domains").get(slug="school-moved").as_current()
    with enter(now):
        assert set(Course.objects.values_list("description", flat=True)) == {f"See {places_of(now)[1].text}/courses/"}


def test_a_deleted_business_is_not_restored_in_place(school):
    back_up()
    lifecycle.delete_tenant(tenant=row(), by="tests")

    with pytest.raises(WrongState):
        restore_in_place(tenant=row(), at=timezone.now(), by="tests")

    assert row().schema_name == school.schema_name


def test_a_backup_whose_media_is_gone_is_refused_and_the_live_one_stays(school):
    made = back_up()
    next((backups_of(school.id) / "media").glob("*/*")).unlink()

    for act in (restore_in_place, lambda **given: restore_beside(into="school-beside", **given)):
        with pytest.raises(BadCapsule, match="is missing from the backup, or was changed"):
            act(tenant=row(), at=made.taken_at, by="tests")

    assert row().schema_name == school.schema_name
    assert not Tenant.objects.filter(slug="school-beside").exists()
    assert not KeptSchema.objects.exists()
