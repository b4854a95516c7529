"""Packages tried more than once: whose word counts, what is taken back, what replaces what."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.db.models import F

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.courses import actions
from tenant_apps.courses.models import PackageExport, PackageImport
from tenant_apps.courses.packages import packing, reading, working
from tenant_apps.courses.packages.disk import DiskTooFull
from tenant_apps.media import actions as media
from tenant_apps.media import drafts
from tenant_apps.media.models import Asset, Upload
from tests.tenant_apps.courses.factories import package_of
from tests.tenant_apps.courses.test_package_work import alice, asked, later, link_on, with_files
from tests.tenant_apps.courses.test_packages_killed import committed  # noqa: F401
from tests.tenant_apps.crowding import at_once

# in


def again(work: PackageImport) -> None:
    actions.ask_import_again(work=work)
    actions.work_on_import(work=work)


@pytest.mark.usefixtures("in_okafor")
def test_each_end_of_an_import_is_told_and_no_number_is_given_out_twice() -> None:
    work = asked(package_of(with_files(b"One.")), alice())
    drafts.remove(work.upload.draft)
    PackageImport.objects.update(begun=working.MOST - 1)

    actions.work_on_import(work=work)
    again(work)

    made = PackageImport.objects.get()
    assert ("no longer here" in made.refused, made.begun, made.tries) == (True, working.MOST + 1, 1)
    assert SentEmail.objects.filter(purpose="course_package").count() == 2


@pytest.mark.usefixtures("in_okafor")
def test_what_an_earlier_try_says_of_the_end_counts_no_longer() -> None:
    first = actions.ask_export(course=with_files(b"One."), by=alice())
    working.claim(first)
    with later(minutes=3):
        working.claim(PackageExport.objects.get())

    with pytest.raises(working.Superseded):
        working.refuse(first, reading.BadPackage())

    assert PackageExport.objects.get().is_under_way


def half_wrong(okafor) -> bytes:
    with enter(okafor):
        return package_of(with_files(b"One line.", b"Another.")).replace(b"Another.", b"Changed.")


def test_an_earlier_try_takes_no_files_from_the_next(okafor, other, monkeypatch) -> None:
    package, take = half_wrong(okafor), reading.take

    def overtaken(*given) -> None:
        PackageImport.objects.update(begun=F("begun") + 1)
        take(*given)

    with enter(other):
        work = asked(package, alice())
        monkeypatch.setattr(reading, "take", overtaken)
        actions.work_on_import(work=work)

        assert (PackageImport.objects.get().refused, Asset.objects.count()) == ("", 1)
        assert (Upload.objects.count(), SentEmail.objects.count()) == (1, 0)


def _worn_out() -> None:
    PackageImport.objects.update(begun=working.MOST)


def _nobody() -> None:
    User.objects.update(is_active=False)


def _gone() -> None:
    media.forget_upload(upload=Upload.objects.get())


@pytest.mark.parametrize("ends", [_worn_out, _nobody, _gone])
def test_what_killed_tries_stored_goes_with_the_refusal(okafor, other, monkeypatch, ends) -> None:
    package, take = half_wrong(okafor), reading.take

    def dies(opened, file, *rest) -> None:
        if Asset.objects.exists():
            raise SystemExit
        take(opened, file, *rest)

    with enter(other):
        work = asked(package, alice())
        monkeypatch.setattr(reading, "take", dies)
        with pytest.raises(SystemExit):
            actions.work_on_import(work=work)
        assert Asset.objects.count() == 1
        ends()

        with later(minutes=3):
            actions.work_on_import(work=PackageImport.objects.get())

        assert (bool(PackageImport.objects.get().refused), Asset.objects.count()) == (True, 0)


@pytest.mark.usefixtures("in_okafor")
def test_files_of_others_are_not_taken_back() -> None:
    package = package_of(with_files(b"One."))
    work = asked(package, alice())
    drafts.remove(work.upload.draft)

    actions.work_on_import(work=work)

    assert (bool(PackageImport.objects.get().refused), Asset.objects.count()) == (True, 1)


# out


def test_a_new_package_of_a_course_takes_the_place_of_the_last(desk, okafor) -> None:
    with enter(okafor):
        of, who = desk.course, User.objects.get(email="alice@example.com")
        first = actions.ask_export(course=of, by=who)
        actions.work_on_export(export=first)
    old = link_on(desk.client.get("/studio/courses/packages/").text)
    with enter(okafor):
        second = actions.ask_export(course=of, by=who)
    assert desk.client.get(old).status_code == 200

    with enter(okafor):
        actions.work_on_export(export=second)
        folder = Path(default_storage.path(second.place)).parent
        assert PackageExport.objects.get().pk == second.pk
        assert [one.name for one in folder.iterdir()] == [str(second.key)]
    assert desk.client.get(old).status_code == 404


@pytest.mark.usefixtures("in_okafor")
def test_packages_of_others_and_of_other_courses_stay() -> None:
    bob = User.objects.create(email="bob@example.com")
    of = with_files(b"One.")
    asked_for = [(of, alice()), (of, bob), (with_files(b"Two."), alice()), (of, alice())]

    for course, who in asked_for:
        actions.work_on_export(export=actions.ask_export(course=course, by=who))

    assert PackageExport.objects.count() == 3


def test_two_clicks_at_once_make_one_package(committed) -> None:  # noqa: F811
    with enter(committed):
        of, who = with_files(b"One."), alice()

    made = at_once(committed, 4, lambda number: actions.ask_export(course=of, by=who).pk)

    assert len(set(made)) == 1
    with enter(committed):
        assert PackageExport.objects.count() == 1


@pytest.mark.usefixtures("in_okafor")
def test_a_disk_without_room_refuses_an_export_and_keeps_a_tenth(monkeypatch) -> None:
    of, who = with_files(b"One."), alice()
    free = 103
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(total=1000, free=free))

    with pytest.raises(DiskTooFull, match="too little room for this package of 4"):
        actions.ask_export(course=of, by=who)
    free = 104
    export = actions.ask_export(course=of, by=who)
    free = 50
    actions.work_on_export(export=export)

    assert "too little room" in PackageExport.objects.get().refused


@pytest.mark.usefixtures("in_okafor")
def test_what_a_killed_try_wrote_is_not_kept_beside_the_next() -> None:
    export = actions.ask_export(course=with_files(b"One."), by=alice())
    place = Path(default_storage.path(export.place))
    place.parent.mkdir(parents=True)
    place.with_name(f"{place.name}.1").write_bytes(b"half")
    PackageExport.objects.update(begun=1)

    actions.work_on_export(export=export)

    assert [one.name for one in place.parent.iterdir()] == [place.name]


@pytest.mark.usefixtures("in_okafor")
def test_too_much_text_ends_an_export_in_words(monkeypatch) -> None:
    monkeypatch.setattr(packing, "MOST_INDEX", 2000)
    export = actions.ask_export(course=with_files(b"One."), by=alice())

    actions.work_on_export(export=export)

    assert "Move some lessons to another course" in PackageExport.objects.get().refused
