"""Folders and zips that become modules and lessons."""

import io
import json
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marque.kit.clock import now
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.courses import actions, queries
from tenant_apps.courses.folders.plan import Found
from tenant_apps.courses.models import FolderFile, FolderImport, Lesson
from tenant_apps.media import actions as media
from tenant_apps.media.models import Asset, Caption, Upload
from tenant_apps.media.refusals import NotAZip
from tests.tenant_apps.courses.factories import course, shape
from tests.tenant_apps.media.films import draw


def zip_of(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return held.getvalue()


def arrived(content: bytes, by: User | None = None, name: str = "course.zip") -> Upload:
    who = by or User.objects.get_or_create(email="alice@example.com")[0]
    upload = media.begin_upload(name=name, size=len(content), by=who, is_kept=True)
    media.append(upload=upload, offset=0, source=io.BytesIO(content))
    upload.refresh_from_db()
    return upload


def layout(of) -> list[tuple[str, list[tuple[str, str]]]]:
    outline = queries.outline(of, drafts=True)
    return [(part.module.title, [(one.title, one.kind) for one in part.lessons]) for part in outline]


@pytest.fixture
def zipped(in_okafor) -> SimpleNamespace:
    """A zip that was read and said yes to."""
    files = {"1 Begin/01 Hello.md": b"# Hello you\n\nWords.", "2 Go/2 b.txt": b"b", "2 Go/1 a.pdf": b"%PDF-1.4 x"}
    made = course()
    upload = arrived(zip_of(**files))
    folder = actions.plan_zip(course=made, upload=upload)
    actions.work_on_zip(folder=folder)
    folder.refresh_from_db()
    return SimpleNamespace(course=made, folder=folder, upload=upload)


WHOLE = [("Begin", [("Hello you", "text")]), ("Go", [("A", "pdf"), ("B", "text")])]


def test_zip_is_planned_and_nothing_is_made_before_yes(zipped) -> None:
    assert [(one.title, one.kind) for one in zipped.folder.files.all()] == [
        ("Hello", "text"),
        ("A", "pdf"),
        ("B", "text"),
    ]
    assert layout(zipped.course) == []


def test_zip_becomes_modules_and_lessons_and_goes(zipped) -> None:
    actions.begin_import(folder=zipped.folder, as_drafts=True)
    actions.work_on_zip(folder=zipped.folder)

    zipped.folder.refresh_from_db()
    assert layout(zipped.course) == WHOLE
    assert (zipped.folder.finished_at is not None, Upload.objects.count()) == (True, 0)
    assert all(Lesson.objects.values_list("draft_since", flat=True))


def test_zip_worked_on_again_doubles_nothing(zipped) -> None:
    actions.begin_import(folder=zipped.folder, as_drafts=False)
    first = zipped.folder.files.order_by("number")[1]
    asset = media.add_asset(file=SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"), title="A")
    # one lesson was made, the next one's file stored, when the worker was killed
    actions.take_file(file=zipped.folder.files.get(number=1), text="# Hello you\n\nWords.")
    FolderImport.objects.update(heard_at=now())
    actions.work_on_zip(folder=zipped.folder)
    halted = layout(zipped.course)

    later = now() + timedelta(minutes=3)
    assert actions.unheard_zips(now=later) == [zipped.folder.pk]
    actions.work_on_zip(folder=zipped.folder, now=later)
    actions.work_on_zip(folder=zipped.folder, now=later)

    assert (halted, layout(zipped.course)) == (WHOLE[:1], WHOLE)
    assert (Asset.objects.count(), Lesson.objects.get(title="A").asset_id, first.number) == (1, asset.pk, 2)


def test_zip_with_a_damaged_member_makes_the_others(in_okafor) -> None:
    made = course()
    content = bytearray(zip_of(**{"a.txt": b"words" * 40, "b.txt": b"more"}))
    content[40] ^= 0xFF
    folder = actions.plan_zip(course=made, upload=arrived(bytes(content)))
    actions.work_on_zip(folder=folder)
    folder.refresh_from_db()
    actions.begin_import(folder=folder, as_drafts=False)
    actions.work_on_zip(folder=folder)

    assert layout(made) == [("Course", [("B", "text")])]
    assert "damaged" in FolderFile.objects.get(path="a.txt").refused


@pytest.mark.parametrize(
    ("method", "at"), [(zipfile.ZIP_DEFLATED, 35), (zipfile.ZIP_LZMA, 39), (zipfile.ZIP_BZIP2, 35)]
)
def test_zip_whose_packing_is_damaged_refuses_that_file_alone(method: int, at: int, in_okafor) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        made.writestr("a.txt", b"words" * 40)
        made.writestr("b.txt", b"more")
    content = bytearray(held.getvalue())
    content[at] = 0xFF
    folder = actions.plan_zip(course=course(), upload=arrived(bytes(content)))
    actions.work_on_zip(folder=folder)
    folder.refresh_from_db()
    actions.begin_import(folder=folder, as_drafts=False)

    actions.work_on_zip(folder=folder)

    assert layout(folder.course) == [("Course", [("B", "text")])]
    assert "damaged" in FolderFile.objects.get(path="a.txt").refused


@pytest.mark.parametrize("content", [b"PK\x03\x04 not really", b"words"])
def test_zip_that_is_none_is_refused_in_words(content: bytes, in_okafor) -> None:
    folder = actions.plan_zip(course=course(), upload=arrived(content))

    actions.work_on_zip(folder=folder)

    folder.refresh_from_db()
    assert "no zip" in folder.refused
    with pytest.raises(actions.NotYetRead):
        actions.begin_import(folder=folder, as_drafts=False)


def test_take_file_out_of_order_ends_in_order(in_okafor) -> None:
    made = course()
    found = [Found(path, 5) for path in ("b/2.txt", "a/1.txt", "b/1.txt")]
    folder = actions.plan_folder(course=made, name="x", files=found)

    for number in (3, 2, 1, 2):
        actions.take_file(file=folder.files.get(number=number), text="x")

    assert layout(made) == [("A", [("1", "text")]), ("B", [("1", "text"), ("2", "text")])]


def test_import_of_refused_files_alone_is_refused(in_okafor) -> None:
    folder = actions.plan_folder(course=course(), name="x", files=[Found("a.exe", 5)])

    with pytest.raises(actions.NothingToMake):
        actions.begin_import(folder=folder, as_drafts=False)


def test_folder_is_planned_begun_and_made_in_the_studio(desk, okafor) -> None:
    said = desk.client.post(
        f"{desk.root}imports/",
        json.dumps({"name": "C", "files": [["C/Intro/1 - a.md", 7], ["C/Intro/pic.png", 99], ["C/x.exe", 1]]}),
        content_type="application/json",
    ).json()
    page = desk.client.get(said["url"])
    desk.client.post(f"{said['url']}start/", {"as_drafts": "on"})
    text = desk.client.post(f"{said['url']}files/2/", {"text": SimpleUploadedFile("t", b"# A\nWords")})
    early = desk.client.post(f"{said['url']}files/3/", {"upload": str(desk.course.key)})

    assert (".exe files are not taken" in page.text, text.status_code, early.status_code) == (True, 200, 422)
    assert shape(okafor, desk.course)[0] == ("Home", ["A", "B", "C"])
    with enter(okafor):
        made = Lesson.objects.get(module__title="Intro")
        assert (made.title, made.body, made.is_draft) == ("A", "<p>Words</p>", True)


@pytest.mark.parametrize(
    "body", ["", "[]", '{"files": 1}', '{"files": [["a/../b.md", 1]]}', '{"files": [["a", "1"]]}', '{"upload": "x"}']
)
def test_import_that_says_nothing_is_refused_with_words(body: str, desk) -> None:
    answer = desk.client.post(f"{desk.root}imports/", body, content_type="application/json")

    assert (answer.status_code, bool(answer.json()["words"])) == (422, True)


def test_kept_upload_is_a_zip_and_becomes_no_file(in_okafor) -> None:
    with pytest.raises(NotAZip):
        arrived(b"words", name="film.mp4")
    upload = arrived(zip_of(**{"a.txt": b"a"}))
    media.take_in(upload=upload)

    assert (Asset.objects.count(), media.untaken(now=now() + timedelta(hours=1))) == (0, [])


SAID = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"


def with_film(tmp_path, **more: bytes) -> FolderImport:
    film = draw(tmp_path / "a.mp4", seconds=1, size="160x90").read_bytes()
    files = {"C/1 Hello.mp4": film} | {f"C/{name}": content for name, content in more.items()}
    folder = actions.plan_zip(course=course(), upload=arrived(zip_of(**files)))
    actions.work_on_zip(folder=folder)
    folder.refresh_from_db()
    actions.begin_import(folder=folder, as_drafts=False)
    actions.work_on_zip(folder=folder)
    folder.refresh_from_db()
    return folder


def test_zip_gives_captions_to_the_film_beside_them(in_okafor, tmp_path) -> None:
    folder = with_film(tmp_path, **{"1 Hello.vtt": SAID, "1 Hello.de.vtt": SAID})

    assert [(one.asset.title, one.language) for one in Caption.objects.order_by("language")] == [
        ("Hello", "de"),
        ("Hello", "en"),
    ]
    assert (folder.finished_at is not None, Lesson.objects.count()) == (True, 1)


def test_zip_with_captions_that_are_none_refuses_them_alone(in_okafor, tmp_path) -> None:
    folder = with_film(tmp_path, **{"1 Hello.vtt": b"no captions"})

    assert (Lesson.objects.count(), Caption.objects.count()) == (1, 0)
    assert "WEBVTT" in folder.files.get(kind="captions").refused


def test_take_captions_twice_adds_them_once(in_okafor, tmp_path) -> None:
    folder = with_film(tmp_path, **{"1 Hello.vtt": SAID})

    actions.take_captions(file=folder.files.get(kind="captions"), content=b"not read again")

    assert Caption.objects.get().language == "en"
