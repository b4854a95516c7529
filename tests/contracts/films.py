"""What a film is to a learner, wherever it is kept. Subclass it for each host."""

from abc import ABC, abstractmethod
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from marque.kit import clock
from tenant_apps.media import actions
from tenant_apps.media.models import Asset, Film
from tenant_apps.media.playing import showing

VTT = b"WEBVTT\n\n00:00.100 --> 00:00.900\nHello\n"


class FilmContract(ABC):
    """Runs inside a business."""

    @abstractmethod
    def a_ready_film(self, folder: Path) -> Asset:
        """A film that can be played."""

    @abstractmethod
    def stream_of(self, asset: Asset) -> str:
        """Where a player gets it from."""

    @abstractmethod
    def status_of(self, url: str) -> int:
        """What a player is answered there."""

    @pytest.fixture
    def film(self, in_okafor, tmp_path: Path) -> Asset:
        return self.a_ready_film(tmp_path)

    def test_a_ready_film_plays_and_knows_its_length(self, film: Asset):
        assert self.status_of(self.stream_of(film)) == 200
        assert film.duration_seconds and film.width and film.height
        assert Film.objects.get(asset=film).prepared["has_sound"] is True

    def test_an_address_ends(self, film: Asset):
        with clock.fixed(clock.now() - timedelta(days=1)):
            url = self.stream_of(film)

        assert self.status_of(url) == 403

    def test_an_address_that_was_changed_plays_nothing(self, film: Asset):
        url = self.stream_of(film)
        # the middle: the last character of Base64 may stand for bits nobody reads
        place = url.index(".m3u8") // 2 if "token=" not in url else url.index("token=") + 150
        other = url[:place] + ("A" if url[place] != "A" else "B") + url[place + 1 :]

        assert self.status_of(other) in (403, 404)

    def test_captions_and_chapters_show(self, film: Asset):
        actions.set_caption(asset=film, language="en", file=ContentFile(VTT, name="en.vtt"))
        actions.set_chapters(asset=film, text="0:00 The question")

        shown = showing(film)

        assert ([track.label for track in shown.tracks], shown.chapters) == (["English"], '[[0, "The question"]]')

    def test_a_removed_film_is_gone(self, film: Asset):
        url = self.stream_of(film)

        actions.remove_asset(asset=film)
        actions.settle_removals()

        assert self.status_of(url) in (403, 404)
        assert not Asset.objects.exists() and not Film.objects.exists()
