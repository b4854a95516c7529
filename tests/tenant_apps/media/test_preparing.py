from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageStat

from marque.kit import clock
from marque.kit.tenancy.context import enter
from shared_apps.integrations.local_video import inputs, renditions
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.video import VideoFacts
from tenant_apps.media import actions
from tenant_apps.media.models import Asset, Film
from tests.provisioning.killing import killed_at
from tests.tenant_apps.media.films import a_film, waiting

WORK = """
from django.conf import settings
from marque.kit.tenancy.context import enter
from pathlib import Path
from shared_apps.integrations.local_video import renditions
from shared_apps.tenants.models import Tenant
from tenant_apps.media.actions import preparing
settings.MEDIA_ROOT = Path({media!r})
dying(renditions.ffmpeg, "follow", "claimed", "encoded, not moved")
dying(preparing, "_ready", before="nothing written")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    preparing.prepare_film(film_id={id})
"""


def parts(film: Film) -> list[str]:
    return sorted(path.name for path in Path(default_storage.path(film.folder)).iterdir())


def test_prepare_film_makes_what_the_source_allows(in_okafor, tmp_path) -> None:
    film = waiting(a_film(tmp_path, size="1280x720"))

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert film.ready_at and film.percent == 100 and film.prepared["has_sound"]
    assert [(one["width"], one["height"]) for one in film.prepared["renditions"]] == [(640, 360), (1280, 720)]
    assert parts(film) == ["360.m3u8", "360.mp4", "720.m3u8", "720.mp4", "master.m3u8", "storyboard.jpg"]


def test_prepare_film_on_its_side_without_sound_is_upright(in_okafor, tmp_path) -> None:
    film = waiting(a_film(tmp_path, size="240x426", sound=False))

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert [(one["width"], one["height"]) for one in film.prepared["renditions"]] == [(240, 426)]
    assert film.prepared["has_sound"] is False


def test_renditions_share_their_keyframes(in_okafor, tmp_path) -> None:
    film = waiting(a_film(tmp_path, size="1280x720", seconds=9))

    actions.prepare_film(film_id=film.pk)

    folder = Path(default_storage.path(film.folder))
    lengths = [
        [line for line in (folder / f"{height}.m3u8").read_text().splitlines() if line.startswith("#EXTINF")]
        for height in (360, 720)
    ]
    assert lengths[0] == lengths[1] and len(lengths[0]) == 3


def test_every_still_of_the_storyboard_shows_the_film(in_okafor, tmp_path) -> None:
    film = waiting(a_film(tmp_path, seconds=7))

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    board = film.prepared["storyboard"]
    assert (board["every"], board["columns"], board["rows"]) == (2, 4, 1)
    with Image.open(Path(default_storage.path(film.folder)) / board["name"]) as sheet:
        assert sheet.size == (640, 90)
        stills = [sheet.crop((160 * n, 0, 160 * n + 160, 90)).convert("L") for n in range(4)]
    assert min(ImageStat.Stat(still).mean[0] for still in stills) > 60
    assert stills[0].tobytes() != stills[3].tobytes()


def test_prepare_film_that_cannot_be_read_says_why_and_can_be_tried_again(in_okafor, tmp_path) -> None:
    asset = a_film(tmp_path)
    film = waiting(asset)
    Path(asset.file.path).write_bytes(Path(asset.file.path).read_bytes()[:3000])

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert (film.problem, film.ready_at) == ("This film has no index.", None)
    assert actions.ask_again(asset=asset).failed_at is None


def test_prepare_film_whose_ffmpeg_is_killed_is_taken_up_again(in_okafor, tmp_path, monkeypatch) -> None:
    film = waiting(a_film(tmp_path))
    follow = renditions.ffmpeg.follow
    with monkeypatch.context() as meanwhile:
        # by the alarm for films that take too long, at once: as when the machine is out of memory, it says no word
        meanwhile.setattr(
            renditions.ffmpeg, "follow", lambda *given, **named: follow(*given, **{**named, "seconds": 0})
        )
        actions.prepare_film(film_id=film.pk)
    film.refresh_from_db()
    after = (film.ready_at, film.failed_at, film.problem, film.tries, "master.m3u8" in parts(film))
    at_once = actions.first_waiting()

    with clock.fixed(clock.now() + timedelta(minutes=2)):
        later = actions.first_waiting()
        actions.prepare_film(film_id=later)

    film.refresh_from_db()
    assert (after, at_once, later) == ((None, None, "", 1, False), None, film.pk)
    assert (film.ready_at is None, film.problem, film.tries, film.percent) == (False, "", 2, 100)
    assert parts(film) == ["360.m3u8", "360.mp4", "master.m3u8", "storyboard.jpg"]


def test_a_worker_that_was_overtaken_stops_and_touches_nothing(in_okafor, tmp_path, monkeypatch) -> None:
    film = waiting(a_film(tmp_path))

    def overtaking(*_given, told, **_named) -> None:
        Film.objects.filter(pk=film.pk).update(tries=2, percent=70)
        told(0.5)
        raise AssertionError("went on")

    monkeypatch.setattr(renditions.ffmpeg, "follow", overtaking)

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert (film.tries, film.percent, film.failed_at, film.ready_at) == (2, 70, None, None)
    assert parts(film) == []


def test_the_storyboard_says_that_its_worker_lives(in_okafor, tmp_path, monkeypatch) -> None:
    film, heard = waiting(a_film(tmp_path)), []
    real = renditions.ffmpeg.follow

    def listening(*arguments, seconds, told) -> None:
        real(*arguments, seconds=seconds, told=lambda done: heard.append(arguments[-1]) or told(done))

    monkeypatch.setattr(renditions.ffmpeg, "follow", listening)

    actions.prepare_film(film_id=film.pk)

    assert any(place.endswith(renditions.STORYBOARD) for place in heard)


def test_prepare_film_with_more_points_than_any_film_is_given_up(in_okafor, tmp_path, monkeypatch) -> None:
    film = waiting(a_film(tmp_path, size="640x360"))
    monkeypatch.setattr(inputs, "_MOST_PIXELS", "100000")

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert film.failed_at and not Path(default_storage.path(film.folder)).exists()


def test_a_film_that_is_worked_on_is_left_alone(in_okafor, tmp_path) -> None:
    film = waiting(a_film(tmp_path))
    Film.objects.filter(pk=film.pk).update(heard_at=clock.now(), tries=1)

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert (film.ready_at, film.tries, actions.first_waiting()) == (None, 1, None)
    with pytest.raises(actions.Preparing):
        actions.ask_again(asset=film.asset)


def test_first_waiting_finds_films_of_any_way_in(in_okafor, tmp_path) -> None:
    asset = a_film(tmp_path)

    found = actions.first_waiting()

    assert found == Film.objects.get(asset=asset).pk


def test_a_film_whose_work_is_always_cut_off_is_given_up(in_okafor, tmp_path) -> None:
    film = waiting(a_film(tmp_path))
    Film.objects.filter(pk=film.pk).update(tries=4)

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert film.problem == "The work on it was cut off again and again."


def test_remove_asset_takes_its_renditions_along(in_okafor, tmp_path, django_capture_on_commit_callbacks) -> None:
    film = waiting(a_film(tmp_path))
    actions.prepare_film(film_id=film.pk)
    folder = Path(default_storage.path(film.folder))

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_asset(asset=film.asset)

    assert not folder.exists() and not Film.objects.exists()


@pytest.mark.parametrize("step", ["claimed", "encoded", "nothing written"])
def test_a_worker_that_is_killed_loses_nothing(step, okafor, real_commits, settings, tmp_path) -> None:
    with enter(okafor):
        film = waiting(a_film(tmp_path, seconds=1))
    try:
        assert killed_at(step, WORK.format(media=str(settings.MEDIA_ROOT), id=film.pk))

        with enter(okafor), clock.fixed(clock.now() + timedelta(minutes=2)):
            actions.prepare_film(film_id=film.pk)
            film.refresh_from_db()
            assert film.ready_at and film.tries == 2
            assert parts(film) == ["360.m3u8", "360.mp4", "master.m3u8", "storyboard.jpg"]
    finally:
        with enter(okafor):
            Asset.objects.all().delete()


def test_heights_follow_the_ladder(in_okafor) -> None:
    def rungs(width: int, height: int) -> list[int]:
        return renditions.heights(VideoFacts(1, width, height, "h264"))

    assert rungs(320, 180) == [180]
    assert rungs(960, 540) == [360, 540]
    assert rungs(1080, 1920) == [360, 720, 1080]
    assert rungs(3840, 2160) == [360, 720, 1080]
    assert rungs(1366, 768) == [360, 720]


def test_a_provider_that_may_recover_is_not_given_up_on_at_once(in_okafor, tmp_path, monkeypatch) -> None:
    film = waiting(a_film(tmp_path))
    late = ProviderError("late", permanent=False)
    monkeypatch.setattr(renditions, "prepare", lambda *_given, **_named: (_ for _ in ()).throw(late))

    actions.prepare_film(film_id=film.pk)

    film.refresh_from_db()
    assert (film.failed_at, film.problem) == (None, "")
