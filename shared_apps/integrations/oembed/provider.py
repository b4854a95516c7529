"""The sites on the allow-list. Only the address of the frame is taken from their answer, and only one of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from wagtail.embeds import oembed_providers

from shared_apps.integrations.calling import ask
from shared_apps.integrations.ports.errors import ProviderError


@dataclass(frozen=True)
class Provider:
    """A site: whose addresses it knows, where it answers, and where its frames come from."""

    name: str
    known: dict[str, Any]
    frames: str
    quiet: str = ""

    @property
    def host(self) -> str:
        """Where its frames are loaded from."""
        return self.quiet or self.frames

    def shows(self, address: str, frame: str) -> bool:
        """Whether this is an address of the site's, and the frame one from its own host, whoever says so."""
        try:
            parts = urlsplit(frame)
        except ValueError:
            return False
        return provider_of(address) == self and parts.scheme == "https" and parts.netloc == self.host


@dataclass(frozen=True)
class Shown:
    """A frame of another site's."""

    provider: str
    title: str
    frame: str
    width: int
    height: int


PROVIDERS = (
    Provider("YouTube", oembed_providers.youtube, "www.youtube.com", quiet="www.youtube-nocookie.com"),
    Provider("Vimeo", oembed_providers.vimeo, "player.vimeo.com"),
    Provider("Loom", oembed_providers.loom, "www.loom.com"),
    Provider("TED", oembed_providers.ted, "embed.ted.com"),
    Provider("SoundCloud", oembed_providers.soundcloud, "w.soundcloud.com"),
    Provider("Spotify", oembed_providers.spotify, "open.spotify.com"),
)


def provider_of(address: str) -> Provider | None:
    """Whose address this is, if a site on the list has such."""
    return next((one for one in PROVIDERS for fits in one.known["urls"] if re.match(fits, address)), None)


def provider_named(name: str) -> Provider | None:
    """The site of this name."""
    return next((one for one in PROVIDERS if one.name == name), None)


def look_up(provider: Provider, address: str) -> Shown:
    """What the site shows at an address of its own; ProviderError when it shows nothing, or in no frame of its own."""
    where = provider.known["endpoint"].replace("{format}", "json")
    told = ask(provider.name, "GET", where, params={"url": address, "format": "json", "maxwidth": 1280})
    frame = _frame(str(told.get("html", ""))[:20_000])
    parts = urlsplit(frame)
    if parts.scheme != "https" or parts.netloc != provider.frames:
        raise ProviderError("There is nothing at this address that may be shown in a frame.", permanent=True)
    if provider.quiet:
        frame = urlunsplit(parts._replace(netloc=provider.quiet))
    title = str(told.get("title", ""))[:200]
    return Shown(provider.name, title, frame[:800], _side(told.get("width"), 16), _side(told.get("height"), 9))


class _Frames(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe" and not self.found:
            self.found = dict(attrs).get("src") or ""


def _frame(html: str) -> str:
    parser = _Frames()
    parser.feed(html)
    return f"https:{parser.found}" if parser.found.startswith("//") else parser.found


def _side(said: Any, otherwise: int) -> int:
    return int(said) if isinstance(said, int | float) and 0 < said < 10_000 else otherwise
