from pathlib import Path

import pytest

from shared_apps.integrations.local_video.sample import make_sample_video
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.video import video_host
from tests.contracts.video import VideoHostContract


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    return make_sample_video(path, "The renewal letter", 4, "#0f4d3f", "#ff8f7a")


class TestLocalVideo(VideoHostContract):
    def host(self):
        return video_host("local")


def test_make_sample_video_can_start_before_it_is_loaded(film: Path):
    head = film.read_bytes()

    assert head[4:8] == b"ftyp"
    assert head.index(b"moov") < head.index(b"mdat")


def test_make_sample_video_leaves_nothing_else_behind(film: Path):
    assert [path.name for path in film.parent.iterdir()] == ["film.mp4"]


def test_video_host_unknown_name_is_permanent():
    with pytest.raises(ProviderError) as caught:
        video_host("nobody")

    assert caught.value.permanent
