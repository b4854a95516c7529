from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from shared_apps.integrations.local_video import ffmpeg
from tenant_apps.media import actions, pages
from tenant_apps.media.models import Film
from tenant_apps.media.playing import showing
from tenant_apps.media.refusals import Damaged
from tests.tenant_apps.media.films import waiting


@pytest.fixture(scope="module")
def quiet_mp3(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "talk.mp3"
    tone = ("-f", "lavfi", "-i", "sine=d=3", "-af", "volume=-40dB", "-f", "mp3", "-y")
    ffmpeg.run(*tone, str(path), seconds=20)
    return path.read_bytes()


def loudness(path: Path) -> float:
    said = ffmpeg.run("-i", str(path), "-af", "volumedetect", "-f", "null", "-", seconds=20, quiet=("-hide_banner",))
    return float(said.partition("mean_volume: ")[2].partition(" dB")[0])


def test_a_recording_is_measured_and_made_as_loud_as_any_other(in_okafor, quiet_mp3, tmp_path) -> None:
    (tmp_path / "before.mp3").write_bytes(quiet_mp3)
    asset = actions.add_asset(file=ContentFile(quiet_mp3, name="talk.mp3"))
    film = waiting(asset)

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    made = Path(default_storage.path(film.folder)) / "sound.m4a"
    assert (asset.duration_seconds, film.percent, [one.name for one in made.parent.iterdir()]) == (
        3,
        100,
        ["sound.m4a"],
    )
    assert loudness(made) > loudness(tmp_path / "before.mp3") + 10
    asset.refresh_from_db()
    assert showing(asset).stream.endswith("/sound.m4a")


def test_first_waiting_finds_recordings(in_okafor, quiet_mp3) -> None:
    asset = actions.add_asset(file=ContentFile(quiet_mp3, name="talk.mp3"))

    assert actions.first_waiting() == Film.objects.get(asset=asset).pk


def test_a_recording_without_sound_in_it_is_refused(in_okafor) -> None:
    with pytest.raises(Damaged):
        actions.add_asset(file=ContentFile(b"ID3" + b"\0" * 4000, name="talk.mp3"))


@pytest.fixture
def paper(in_okafor, tmp_path):
    from weasyprint import HTML  # inline: heavy, and for this alone

    content = HTML(string="<h1>One</h1><h1 style='break-before: page'>Two</h1>").write_pdf()
    return actions.add_asset(file=ContentFile(content, name="slides.pdf"))


def test_pages_of_a_pdf_are_drawn_when_they_are_asked_for(paper, client_for, okafor) -> None:
    first, second = pages.page_urls(paper)
    folder = Path(default_storage.path(pages.folder_of(paper)))
    before = folder.exists()

    answer = client_for(okafor).get(second)

    assert (before, answer.status_code, answer["Content-Type"]) == (False, 200, "image/jpeg")
    assert [one.name for one in folder.iterdir()] == ["2.jpg"]
    assert client_for(okafor).get(second.replace("/2.jpg", "/3.jpg")).status_code == 404


def test_pages_of_what_is_no_pdf_inside_are_none(in_okafor) -> None:
    asset = actions.add_asset(file=ContentFile(b"%PDF-1.7\n" + b"x" * 200, name="broken.pdf"))

    assert pages.page_urls(asset) == []


def test_pages_go_with_their_file(paper, client_for, okafor, django_capture_on_commit_callbacks) -> None:
    client_for(okafor).get(pages.page_urls(paper)[0])

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_asset(asset=paper)

    assert not Path(default_storage.path(pages.folder_of(paper))).exists()
