"""Preparing and playing video: what lessons ask of any video host."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.utils.module_loading import import_string

from shared_apps.integrations.ports.errors import ProviderError

HOSTS = {"local": "shared_apps.integrations.local_video.host.LocalVideo"}


@dataclass(frozen=True)
class VideoFacts:
    """What a file says about itself."""

    duration_seconds: float
    width: int
    height: int
    codec: str


@dataclass(frozen=True)
class StoredVideo:
    """A film a business owns. `reference` is the host's name for it; `file_url` is our own signed, expiring copy."""

    reference: str
    file_url: str
    content_type: str = "video/mp4"


@dataclass(frozen=True)
class Playback:
    """What a player needs."""

    url: str
    content_type: str


class VideoHost(Protocol):
    """Somewhere films are prepared and played from."""

    name: str

    def inspect(self, path: Path, *, content_type: str) -> VideoFacts:
        """Length and size of a film; ProviderError when it is not one."""
        ...

    def draw_poster(self, path: Path, target: Path, *, content_type: str, at_seconds: float = 0.0) -> None:
        """Write a still as JPEG."""
        ...

    def playback(self, video: StoredVideo) -> Playback:
        """Where a player gets the film from, for a while."""
        ...


def video_host(name: str = "local") -> VideoHost:
    """The host a business has chosen."""
    try:
        return import_string(HOSTS[name])()
    except KeyError:
        raise ProviderError(f"There is no video host called {name!r}.", permanent=True) from None
