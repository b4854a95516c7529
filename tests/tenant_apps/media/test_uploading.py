import base64
import tracemalloc
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.media import actions, drafts
from tenant_apps.media.models import Asset, Upload
from tenant_apps.media.pages import page_urls
from tenant_apps.media.refusals import NoRoom
from tenant_apps.media.signing import media_url
from tests.provisioning.killing import killed_at
from tests.tenant_apps.media.films import draw
from tests.tenant_apps.media.harmless import DISGUISED, HTML, assert_saved_as_pdf

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"
URL = "/studio/films/uploads/"
GIGABYTE = 1 << 30
WORK = """
from django.conf import settings
from marque.kit.tenancy.context import enter
from pathlib import Path
from shared_apps.tenants.models import Tenant
from tenant_apps.media.actions import adding, uploading
from marque.kit.tenancy.storage import TenantStorage
from tenant_apps.media.models import Upload
settings.MEDIA_ROOT = Path({media!r})
dying(TenantStorage, "_save", after="file moved")
dying(adding, "add_asset", after="row written")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    uploading.take_in(upload=Upload.objects.get(pk={id}))
"""


def bob() -> User:
    user = register(email="bob@okafor.example", name="Bob", verified=True)
    assign_role(user=user, role=Role.AUTHOR, by=None)
    return user


@pytest.fixture
def browser(client_for, okafor, in_okafor):
    made = client_for(okafor)
    made.force_login(bob())
    return made


@pytest.fixture
def film(tmp_path) -> bytes:
    return draw(tmp_path / "film.mp4", seconds=1).read_bytes()


def announce(browser, size: int, name: str = "Lesson one.mp4"):
    metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype dmlkZW8vbXA0"
    return browser.post(URL, headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata})


def patch(browser, place: str, offset: int, piece: bytes):
    return browser.patch(place, piece, content_type=PIECE, headers={**TUS, "Upload-Offset": str(offset)})


def an_upload(content: bytes, name: str = "film.mp4", user: User | None = None) -> Upload:
    upload = actions.begin_upload(name=name, size=len(content), by=user or bob())
    actions.append(upload=upload, offset=0, source=BytesIO(content))
    return upload


def test_an_upload_cut_off_near_its_end_goes_on(browser, film, django_capture_on_commit_callbacks) -> None:
    place = announce(browser, len(film)).headers["Location"]
    cut = len(film) * 99 // 100
    patch(browser, place, 0, film[:cut])

    stands = browser.head(place, headers=TUS)
    with django_capture_on_commit_callbacks(execute=True):
        rest = patch(browser, place, cut, film[cut:])

    assert (stands.headers["Upload-Offset"], stands.headers["Upload-Length"]) == (str(cut), str(len(film)))
    assert (rest.status_code, rest.headers["Upload-Offset"]) == (204, str(len(film)))
    asset = Asset.objects.get()
    assert (Path(asset.file.path).read_bytes(), asset.title, asset.film.ready_at is None) == (film, "Lesson one", False)
    assert browser.get(place).json()["state"] == "added"
    assert list(drafts.place("drafts").iterdir()) == []


def test_an_upload_cut_off_right_after_its_last_byte_is_completed_by_asking(
    browser, film, django_capture_on_commit_callbacks
) -> None:
    upload = actions.begin_upload(name="film.mp4", size=len(film), by=User.objects.get(email="bob@okafor.example"))
    with drafts.locked(upload.draft) as draft:
        draft.write(film)

    with django_capture_on_commit_callbacks(execute=True):
        browser.head(f"{URL}{upload.key}/", headers=TUS)

    assert Asset.objects.get().title == "film"


@pytest.mark.parametrize(
    ("name", "size", "status", "words"),
    [
        ("film.mp4", 20 * GIGABYTE + 1, 413, "There is not enough room for film.mp4"),
        ("film.mp4", 80 * GIGABYTE, 413, "The most for this kind of file is 64.0"),
        ("setup.exe", 5000, 422, ".exe files are not taken"),
        ("page.svg", 5000, 422, "SVG files can carry scripts"),
        ("film.mp4", 0, 422, "film.mp4 is empty"),
    ],
)
def test_a_file_that_will_not_be_taken_is_refused_before_it_is_sent(browser, name, size, status, words) -> None:
    answer = announce(browser, size, name)

    assert (answer.status_code, words in answer.content.decode().replace("\xa0", " ")) == (status, True)
    assert not Upload.objects.exists()


def test_a_renamed_program_is_refused_at_its_first_piece(browser) -> None:
    place = announce(browser, 4 * GIGABYTE).headers["Location"]

    answer = patch(browser, place, 0, b"MZ\x90\x00" + bytes(5000))

    assert answer.status_code == 422
    assert "Its content is a Windows program; .mp4 means MP4." in answer.content.decode()
    assert browser.head(place, headers=TUS).status_code == 404


def test_html_called_a_pdf_is_refused(browser, django_capture_on_commit_callbacks) -> None:
    place = announce(browser, len(HTML), "report.pdf").headers["Location"]

    with django_capture_on_commit_callbacks(execute=True):
        patch(browser, place, 0, HTML)

    said = browser.get(place).json()
    assert (said["state"], ".pdf means PDF" in said["words"]) == ("refused", True)
    assert not Asset.objects.exists() and list(drafts.place("drafts").iterdir()) == []


def test_html_behind_a_pdfs_first_bytes_is_never_a_page(browser, django_capture_on_commit_callbacks) -> None:
    place = announce(browser, len(DISGUISED), "report.pdf").headers["Location"]

    with django_capture_on_commit_callbacks(execute=True):
        patch(browser, place, 0, DISGUISED)

    asset = Asset.objects.get()
    assert_saved_as_pdf(browser.get(media_url(asset)), "report.pdf")
    assert page_urls(asset) == []


def test_a_film_without_an_index_says_so(browser, tmp_path, django_capture_on_commit_callbacks) -> None:
    broken = draw(tmp_path / "film.mp4").read_bytes()[:-3000]
    place = announce(browser, len(broken)).headers["Location"]

    with django_capture_on_commit_callbacks(execute=True):
        patch(browser, place, 0, broken)

    said = browser.get(place).json()
    assert (said["state"], "has no index" in said["words"]) == ("refused", True)
    assert not Asset.objects.exists()


def test_a_film_without_a_picture_says_so(in_okafor, tmp_path) -> None:
    upload = an_upload(draw(tmp_path / "film.mp4", picture=False).read_bytes())

    actions.take_in(upload=upload)

    upload.refresh_from_db()
    assert "holds sound and no picture" in upload.refused


@pytest.mark.parametrize("offset", [0, 7])
def test_a_piece_that_does_not_fit_is_refused(browser, film, offset) -> None:
    place = announce(browser, len(film)).headers["Location"]
    patch(browser, place, 0, film[:5000])

    answer = patch(browser, place, offset, film[:5000])

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "5000")


def test_two_writers_at_once_do_not_mix(browser, film) -> None:
    place = announce(browser, len(film)).headers["Location"]

    with drafts.locked(Upload.objects.get().draft):
        answer = patch(browser, place, 0, film)

    assert answer.status_code == 423
    assert browser.head(place, headers=TUS).headers["Upload-Offset"] == "0"


def test_more_bytes_than_were_announced_are_left_out(in_okafor, film) -> None:
    upload = actions.begin_upload(name="film.mp4", size=len(film), by=bob())

    here = actions.append(upload=upload, offset=0, source=BytesIO(film + b"more"))

    assert (here, drafts.arrived(upload.draft)) == (len(film), len(film))


def test_a_sender_that_vanishes_leaves_what_came(in_okafor) -> None:
    class Broken(BytesIO):
        def read(self, size: int = -1) -> bytes:
            if self.tell() >= 2 << 20:
                raise OSError("connection reset")
            return super().read(size)

    upload = actions.begin_upload(name="notes.zip", size=50 << 20, by=bob())

    here = actions.append(upload=upload, offset=0, source=Broken(bytes(9 << 20)))

    assert here == 2 << 20


def test_the_rest_of_20_gigabytes_is_not_held_in_memory(browser, film) -> None:
    asked = []

    class Endless:
        def read(self, size: int) -> bytes:
            asked.append(size)
            return bytes(size)

        readline = read

    whole, rest = 20 * GIGABYTE, 96 << 20
    place = announce(browser, whole).headers["Location"]
    with drafts.locked(Upload.objects.get().draft) as draft:
        draft.write(film)
        draft.truncate(whole - rest)  # a hole, which takes no disk
    sent = {"wsgi.input": Endless(), "CONTENT_TYPE": PIECE, "CONTENT_LENGTH": str(rest)}
    tracemalloc.start()
    try:
        answer = browser.patch(place, headers={**TUS, "Upload-Offset": str(whole - rest)}, **sent)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(whole))
    assert (sum(asked), max(asked), most < 8 << 20) == (rest, 1 << 20, True)


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("post", {"Upload-Length": "5"}, 412),
        ("post", {**TUS, "Upload-Length": "5"}, 400),
        ("post", {**TUS, "Upload-Length": "-5", "Upload-Metadata": "filename YQ=="}, 400),
        ("post", {**TUS, "Upload-Defer-Length": "1", "Upload-Metadata": "filename YQ=="}, 400),
    ],
)
def test_what_is_not_tus_is_refused(browser, method, headers, status) -> None:
    assert getattr(browser, method)(URL, headers=headers).status_code == status


def test_options_say_what_is_spoken(browser) -> None:
    answer = browser.options(URL)

    assert (answer.status_code, answer.headers["Tus-Extension"]) == (204, "creation,termination")


def test_an_upload_is_its_owners_alone(browser, film, client_for, okafor) -> None:
    place = announce(browser, len(film)).headers["Location"]
    colleague = client_for(okafor)
    user = register(email="eve@okafor.example", name="Eve", verified=True)
    assign_role(user=user, role=Role.OWNER, by=None)
    colleague.force_login(user)

    assert patch(colleague, place, 0, film).status_code == 404
    assert colleague.delete(place, headers=TUS).status_code == 404


def test_a_cancelled_upload_leaves_nothing(browser, film) -> None:
    place = announce(browser, len(film)).headers["Location"]
    patch(browser, place, 0, film[:5000])

    browser.delete(place, headers=TUS)

    assert not Upload.objects.exists() and list(drafts.place("drafts").iterdir()) == []


def test_uploads_nobody_came_back_to_are_forgotten(in_okafor) -> None:
    upload = actions.begin_upload(name="all.zip", size=10_000, by=bob())
    actions.append(upload=upload, offset=0, source=BytesIO(b"PK\x03\x04"))

    actions.forget_old_uploads(now=clock.now() + timedelta(days=3))

    assert not Upload.objects.exists() and not drafts.place(upload.draft).exists()


def test_an_upload_that_is_still_arriving_is_kept(in_okafor) -> None:
    upload = actions.begin_upload(name="all.zip", size=10_000, by=bob())
    Upload.objects.update(created_at=clock.now() - timedelta(days=9))
    actions.append(upload=upload, offset=0, source=BytesIO(b"PK\x03\x04"))

    actions.forget_old_uploads()

    assert drafts.arrived(upload.draft) == 4 and Upload.objects.exists()


def test_what_is_still_arriving_takes_room(in_okafor) -> None:
    user = bob()
    actions.begin_upload(name="one.mp4", size=19 * GIGABYTE, by=user)

    with pytest.raises(NoRoom, match="1.0"):
        actions.begin_upload(name="two.mp4", size=2 * GIGABYTE, by=user)


def test_two_zips_that_fit_only_alone_do_not_both_begin(in_okafor) -> None:
    user = bob()
    actions.begin_upload(name="one.zip", size=19 * GIGABYTE, by=user, is_kept=True)

    with pytest.raises(NoRoom, match="1.0"):
        actions.begin_upload(name="two.zip", size=2 * GIGABYTE, by=user, is_kept=True)


@pytest.mark.parametrize("step", ["file moved", "row written"])
def test_taking_in_that_is_killed_adds_the_file_once(step, okafor, real_commits, settings, film) -> None:
    with enter(okafor):
        upload = Upload.objects.create(name="film.mp4", size=len(film), by=bob(), complete_at=clock.now())
        with drafts.locked(upload.draft) as draft:
            draft.write(film)
    try:
        assert killed_at(step, WORK.format(media=str(settings.MEDIA_ROOT), id=upload.pk))

        with enter(okafor):
            upload.refresh_from_db()
            actions.take_in(upload=upload)
            upload.refresh_from_db()
            asset = Asset.objects.get()
            assert (upload.asset, Path(asset.file.path).read_bytes()) == (asset, film)
            kept = list(Path(default_storage.path("media")).rglob("*.mp4"))
            assert len(kept) == 1
    finally:
        with enter(okafor):
            Upload.objects.all().delete()
            Asset.objects.all().delete()
            User.objects.filter(email="bob@okafor.example").delete()
