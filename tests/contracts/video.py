"""What every video host must do. Subclass it beside the adapter."""

from pathlib import Path

import pytest
from PIL import Image

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.video import StoredVideo, VideoHost


class VideoHostContract:
    """The subclass gives a host and a film of four seconds, 960 by 540."""

    def host(self) -> VideoHost:
        raise NotImplementedError

    def test_inspect_reads_length_and_size(self, film: Path):
        facts = self.host().inspect(film, content_type="video/mp4")

        assert (round(facts.duration_seconds), facts.width, facts.height, facts.codec) == (4, 960, 540, "h264")

    def test_inspect_something_else_is_permanent(self, tmp_path: Path):
        (tmp_path / "film.mp4").write_text("#EXTM3U\nfile:///etc/passwd\n")

        with pytest.raises(ProviderError) as caught:
            self.host().inspect(tmp_path / "film.mp4", content_type="video/mp4")

        assert caught.value.permanent

    def test_draw_poster_writes_a_jpeg(self, film: Path, tmp_path: Path):
        self.host().draw_poster(film, tmp_path / "still.jpg", content_type="video/mp4", at_seconds=1)

        with Image.open(tmp_path / "still.jpg") as still:
            assert (still.format, still.size) == ("JPEG", (960, 540))

    def test_playback_gives_an_address_and_a_type(self):
        video = StoredVideo(reference="film-1", file_url="/media/token/film.mp4")

        playback = self.host().playback(video)

        assert playback.url and playback.content_type == "video/mp4"
