"""Films here and films at Mux are the same to a learner."""

import httpx
import pytest

from tenant_apps.media import actions
from tenant_apps.media.playing import showing
from tests.contracts.films import FilmContract
from tests.tenant_apps.media import hosted
from tests.tenant_apps.media.films import a_film, waiting


class TestFilmsHere(FilmContract):
    @pytest.fixture(autouse=True)
    def _browser(self, client_for, okafor):
        self.browser = client_for(okafor)

    def a_ready_film(self, folder):
        made = a_film(folder, size="160x90", seconds=1)
        actions.prepare_film(film_id=waiting(made).pk)
        made.refresh_from_db()
        return made

    def stream_of(self, asset):
        return showing(asset).stream

    def status_of(self, url):
        return self.browser.get(url).status_code


class TestFilmsAtMux(FilmContract):
    @pytest.fixture(autouse=True)
    def _double(self, mux, in_okafor):
        self.double = mux
        hosted.connected()

    def a_ready_film(self, folder):
        return hosted.ready(self.double)

    def stream_of(self, asset):
        playback = showing(asset).playback
        assert playback is not None
        return playback.url

    def status_of(self, url):
        return httpx.get(url).status_code

    def test_still_and_storyboard_have_tokens_of_their_own(self, film):
        playback = showing(film).playback

        assert [self.status_of(url) for url in (playback.poster, playback.storyboard)] == [200, 200]
        token = playback.poster.partition("?token=")[2]
        assert self.status_of(f"{playback.url.partition('?')[0]}?token={token}") == 403
