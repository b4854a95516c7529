"""Packages that a worker writes and reads, for who asked."""

import io
import re
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions, tasks
from tenant_apps.courses.models import Course, PackageExport, PackageImport
from tenant_apps.courses.packages import packing, reading, working
from tenant_apps.media import actions as media
from tenant_apps.media.models import Asset, Upload
from tests.tenant_apps.courses.factories import course, creator, lesson, module, package_of
from tests.tenant_apps.courses.test_imports import arrived

PAGE = "/studio/courses/packages/"
LARGE = (4 << 30) + (1 << 20)  # beyond what a zip without zip64 can say


def alice() -> User:
    return User.objects.get_or_create(email="alice@example.com")[0]


def with_files(*texts: bytes) -> Course:
    made = course("The Second Number")
    home = module(made, "Home")
    for number, text in enumerate(texts, start=1):
        sheet = media.add_asset(file=SimpleUploadedFile(f"sheet{number}.txt", text))
        lesson(home, f"Sheet {number}", kind="download", asset=sheet)
    return made


def exported(desk, tenant) -> PackageExport:
    desk.client.post(f"{desk.root}package/")
    with enter(tenant):
        actions.work_on_export(export=PackageExport.objects.get())
        return PackageExport.objects.get()


def link_on(page: str) -> str:
    found = re.search(rf'href="({PAGE}downloads/[^"]+)"', page)
    return found[1] if found else ""


def later(**more: float):
    return clock.fixed(clock.now() + timedelta(**more))


# out


def test_an_export_is_written_behind_the_page_and_downloaded_by_who_asked(desk, client_for, okafor, tmp_path) -> None:
    said = desk.client.post(f"{desk.root}package/", follow=True).text
    assert ("The package is being written." in said, link_on(said)) == (True, "")
    with enter(okafor):
        actions.work_on_export(export=PackageExport.objects.get())

    link = link_on(desk.client.get(PAGE).text)
    whole, part = desk.client.get(link), desk.client.get(link, headers={"range": "bytes=0-3"})
    bob = creator(client_for, okafor, Role.STAFF, "bob@example.com")

    (tmp_path / "a.zip").write_bytes(b"".join(whole.streaming_content))
    with enter(okafor):
        assert len(reading.read(tmp_path / "a.zip").records) > 3
        assert SentEmail.objects.get(purpose="course_package").to == ["alice@example.com"]
    assert b"".join(part.streaming_content) == b"PK\x03\x04"
    assert 'filename="the-second-number.course.zip"' in whole.headers["Content-Disposition"]
    assert (bob.get(link).status_code, link_on(bob.get(PAGE).text)) == (404, "")


def test_its_link_ends_and_so_does_the_package(desk, okafor) -> None:
    export = exported(desk, okafor)
    link = link_on(desk.client.get(PAGE).text)

    with later(hours=7):
        ended, fresh = desk.client.get(link), link_on(desk.client.get(PAGE).text)
        assert (ended.status_code, desk.client.get(fresh).status_code) == (404, 200)
    with enter(okafor):
        (place := Path(default_storage.path(export.place))).with_name(f"{export.key}.1").write_bytes(b"half")
        actions.forget_old_exports(now=clock.now() + timedelta(days=3))
        assert (list(place.parent.iterdir()), PackageExport.objects.count()) == ([], 0)


def test_who_asks_again_meanwhile_waits_for_the_same(desk, okafor) -> None:
    for _ in range(2):
        desk.client.post(f"{desk.root}package/")

    with enter(okafor):
        assert PackageExport.objects.count() == 1
    assert "Packing, 0" in desk.client.get(PAGE, headers={"X-Fragment": "plan"}).text


@pytest.mark.usefixtures("in_okafor")
def test_a_file_that_is_gone_ends_an_export_in_words() -> None:
    export = actions.ask_export(course=with_files(b"One."), by=alice())
    Path(Asset.objects.get().file.path).unlink()

    actions.work_on_export(export=export)

    assert "is no longer on disk" in PackageExport.objects.get().refused
    assert SentEmail.objects.get().subject == "“The Second Number” could not be packed"


class Hollow(io.FileIO):
    """A file whose zeros take no disk."""

    nothing = bytes(1 << 20)

    def write(self, piece) -> int:
        if piece != self.nothing:
            return super().write(piece)
        self.seek(len(piece), io.SEEK_CUR)
        return len(piece)


@pytest.mark.usefixtures("in_okafor")
def test_more_than_four_gigabytes_are_packed_and_read_piece_by_piece(tmp_path) -> None:
    of = with_files(b"One.")
    Asset.objects.update(size=LARGE)
    with Path(Asset.objects.get().file.path).open("r+b") as film:
        film.truncate(LARGE)  # a hole
    pieces = []
    tracemalloc.start()
    try:
        with Hollow(tmp_path / "large.zip", "w+b") as into:
            packing.pack(of, into, pieces.append)
        found = reading.read(tmp_path / "large.zip")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (sum(pieces), max(pieces), most < 16 << 20) == (LARGE, 1 << 20, True)
    assert ([one.size for one in found.files], (tmp_path / "large.zip").stat().st_size > LARGE) == (
        [LARGE],
        True,
    )


# in


def asked(content: bytes, by: User) -> PackageImport:
    return actions.ask_import(upload=arrived(content, by, "a.course.zip"), by=by)


def test_an_import_is_made_into_a_course_behind_the_page(desk, okafor, client_for, other) -> None:
    with enter(okafor):
        package = package_of(with_files(b"One line.", b"Another."))
    charlie = creator(client_for, other, email="charlie@example.com")
    with enter(other):
        upload = arrived(package, User.objects.get(email="charlie@example.com"), "a.course.zip")
    assert [charlie.post(PAGE, {"upload": upload.key}).status_code for _ in range(2)] == [201, 201]
    with enter(other):
        actions.work_on_import(work=PackageImport.objects.get())

        made = PackageImport.objects.get()
        assert (made.course, made.refused, made.percent) == (Course.objects.get(), "", 100)
        assert (Asset.objects.count(), Upload.objects.count(), made.course.is_published) == (2, 0, False)
        assert made.course.author.email == "charlie@example.com"
        assert SentEmail.objects.get().subject == "“The Second Number” is imported"
    assert "Imported, 2 lessons" in charlie.get(PAGE).text


def test_only_ones_own_upload_becomes_a_course(desk, client_for, okafor) -> None:
    bob = creator(client_for, okafor, Role.STAFF, "bob@example.com")
    with enter(okafor):
        upload = arrived(b"PK\x05\x06" + bytes(18), alice())

    answers = [bob.post(PAGE, {"upload": one}) for one in (upload.key, "words", "")]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "has not arrived" in answers[0].json()["words"]


def test_what_is_no_package_is_refused_and_thrown_away(desk, okafor) -> None:
    with enter(okafor):
        work = asked(b"PK\x05\x06" + bytes(18), alice())
        actions.work_on_import(work=work)

        assert (Course.objects.count(), Upload.objects.count()) == (1, 0)
        assert SentEmail.objects.get().subject == "“a.course.zip” was not imported"
    page = desk.client.get(PAGE).text
    assert ("This is no course package" in page, "Try again" in page) == (True, False)


def test_a_package_with_one_wrong_file_leaves_none(okafor, other) -> None:
    with enter(okafor):
        package = package_of(with_files(b"One line.", b"Another.")).replace(b"Another.", b"Changed.")
    with enter(other):
        work = asked(package, alice())
        actions.work_on_import(work=work)

        assert (Course.objects.count(), Asset.objects.count()) == (0, 0)
        assert "damaged or was changed" in PackageImport.objects.get().refused


def test_what_was_refused_for_want_of_something_is_tried_again_without_sending_it_again(desk, okafor) -> None:
    with enter(okafor):
        package = package_of(desk.course)
        User.objects.update(is_active=False)
        work = asked(package, alice())
        actions.work_on_import(work=work)
        assert "no longer on the team" in PackageImport.objects.get().refused
        User.objects.update(is_active=True)

    assert "Try again" in desk.client.get(PAGE).text
    desk.client.post(f"{PAGE}{work.key}/again/")

    with enter(okafor):
        actions.work_on_import(work=work)
        assert (PackageImport.objects.get().refused, Course.objects.count()) == ("", 2)


# lost workers


@pytest.mark.usefixtures("in_okafor")
def test_one_worker_at_a_time_and_a_lost_one_counts_no_longer() -> None:
    first = actions.ask_export(course=with_files(b"One."), by=alice())
    second = PackageExport.objects.get()
    assert working.claim(first)

    assert (working.claim(second), working.unheard(PackageExport)) == (False, [])
    with later(minutes=3):
        assert working.unheard(PackageExport) == [second.pk]
        assert working.claim(second)
        with pytest.raises(working.Superseded):
            working.finish(first)
    actions.work_on_export(export=first)

    assert PackageExport.objects.get().is_under_way


@pytest.mark.usefixtures("in_okafor")
def test_what_kills_every_worker_is_given_up() -> None:
    export = actions.ask_export(course=with_files(b"One."), by=alice())
    PackageExport.objects.update(begun=working.MOST)

    actions.work_on_export(export=export)

    assert "never came to its end" in PackageExport.objects.get().refused


def test_the_round_hands_lost_packages_to_a_worker(desk, okafor, monkeypatch) -> None:
    handed: list[int] = []
    for task, name in ((tasks.write_package, "export_id"), (tasks.read_package, "import_id")):
        monkeypatch.setattr(task, "delay", lambda name=name, **ids: handed.append(ids[name]))
    with enter(okafor):
        of, who = with_files(b"One."), alice()
        lost = [actions.ask_export(course=of, by=who).pk, asked(package_of(of), who).pk]
        with later(minutes=3):
            tasks.look.run()

    assert handed == lost
