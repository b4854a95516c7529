"""Mux as a FilmHost: direct uploads, signed playback policies, text tracks.

https://www.mux.com/docs/guides/upload-files-directly and https://www.mux.com/docs/core/content-security-policy
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from marque.kit import clock
from shared_apps.integrations.mux import webhooks
from shared_apps.integrations.mux.client import MuxClient, NotThere
from shared_apps.integrations.mux.facts import read_asset, read_upload
from shared_apps.integrations.mux.setup import SETUP
from shared_apps.integrations.mux.tokens import Audience, private_key, token
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.films import FilmState, HostedFacts, HostNotice, UploadPlace
from shared_apps.integrations.ports.video import HLS, Playback, StoredVideo

# a browser that was closed goes on within two days, as with our own uploads
UPLOAD_SECONDS = 2 * 86_400
# as long as the film, and a while for pauses
_PAUSES, _LONGEST = timedelta(hours=1), timedelta(hours=12)
# its streams come from several networks under names that change without notice
_EVERYWHERE = "https://*.mux.com"


class MuxFilms:
    """One business at Mux, with its own keys."""

    name = "mux"
    setup = SETUP

    def __init__(self, keys: Mapping[str, str]) -> None:
        self.keys = keys

    def look(self) -> None:
        """Ask for one film, and read the private key."""
        private_key(self.keys.get("signing_secret", ""))
        client = self._client
        client.ask(client.assets.list_assets, limit=1)

    def begin_upload(self, *, mark: str, title: str, origin: str) -> UploadPlace:
        """A direct upload whose film only signed addresses play; one that nobody heard of ends by itself."""
        client = self._client
        wanted = {"playback_policies": ["signed"], "passthrough": mark, "meta": {"title": title[:512]}}
        asked = {"cors_origin": origin, "timeout": UPLOAD_SECONDS, "new_asset_settings": wanted}
        made = client.make(client.uploads.create_direct_upload, asked)
        if not made.get("url"):
            raise ProviderError(_("Mux gave no place for the film. Try again in a minute."), permanent=False)
        return UploadPlace(reference=made["id"], url=made["url"])

    def find(self, *, upload: str, reference: str = "") -> HostedFacts:
        """By its asset, else by the upload it comes from."""
        client = self._client
        try:
            if not reference:
                facts = read_upload(client.ask(client.uploads.get_direct_upload, upload))
                if not facts.reference:
                    return facts
                reference = facts.reference
            return read_asset(client.ask(client.assets.get_asset, reference))
        except NotThere:
            return HostedFacts(FilmState.GONE, problem=_("It is no longer at Mux."))

    def add_captions(self, reference: str, *, language: str, name: str, url: str, mark: str) -> None:
        """A text track that Mux fetches; after silence look whether it is there before asking again."""
        client = self._client
        track = {"type": "text", "text_type": "subtitles", "language_code": language, "name": name}
        asked = track | {"closed_captions": True, "url": url, "passthrough": mark}
        client.make(client.assets.create_asset_track, reference, asked)

    def remove_captions(self, reference: str, track: str) -> None:
        """A text track, gone."""
        client = self._client
        self._gone(client, client.assets.delete_asset_track, reference, track)

    def remove(self, *, upload: str, reference: str = "") -> None:
        """The asset; of an upload that is still open, the place."""
        client = self._client
        if not reference:
            facts = self.find(upload=upload)
            reference = facts.reference
            if facts.state is FilmState.WAITING:
                self._gone(client, client.uploads.cancel_direct_upload, upload)
        if reference:
            self._gone(client, client.assets.delete_asset, reference)

    def read_notice(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> HostNotice:
        """An event signed with the endpoint's secret."""
        return webhooks.read(body, headers, secret=self.keys.get("webhook_secret", ""), now=now)

    def playback(self, video: StoredVideo) -> Playback:
        """Three addresses, each with a token of its own."""
        lasts = min(_LONGEST, _PAUSES + timedelta(seconds=video.seconds))
        expires = int((clock.now() + lasts).timestamp())

        def signed(base: str, part: str, audience: Audience, **more: Any) -> str:
            made = token(self.keys, playback=video.reference, audience=audience, expires=expires, **more)
            return f"{base}/{video.reference}{part}?token={made}"

        stream, image = (settings.MUX_API,) * 2 if settings.MUX_API else ("https://stream.mux.com", IMAGE)
        return Playback(
            url=signed(stream, ".m3u8", Audience.VIDEO),
            content_type=HLS,
            poster=signed(image, "/thumbnail.jpg", Audience.THUMBNAIL, width=1280),
            storyboard=signed(image, "/storyboard.vtt", Audience.STORYBOARD),
            sources=_play_sources(),
        )

    @staticmethod
    def upload_sources() -> dict[str, list[str]]:
        """Direct uploads lead to Google's storage, or to Mux's own."""
        return {
            "connect-src": [settings.MUX_API] if settings.MUX_API else ["https://storage.googleapis.com", _EVERYWHERE]
        }

    @property
    def _client(self) -> MuxClient:
        return MuxClient(self.keys)

    def _gone(self, client: MuxClient, act: Any, *what: str) -> None:
        try:
            client.ask(act, *what)
        except NotThere:
            return


IMAGE = "https://image.mux.com"


def _play_sources() -> dict[str, list[str]]:
    reached, drawn = ([settings.MUX_API],) * 2 if settings.MUX_API else ([_EVERYWHERE], [IMAGE])
    # the player's own styles are written into its shadow, where no file of ours can stand in for them
    return {"connect-src": reached, "media-src": reached, "img-src": drawn, "style-src": ["'unsafe-inline'"]}
