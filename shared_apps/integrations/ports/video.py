"""Preparing and playing video: what lessons ask of any video host."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from django.utils.module_loading import import_string

from shared_apps.integrations.ports.errors import ProviderError

HOSTS = {"local": "shared_apps.integrations.local_video.host.LocalVideo"}
HLS = "application/vnd.apple.mpegurl"
Told = Callable[[int], None]


class NoPicture(ProviderError):
    """The file is sound, or nothing at all: there is no picture in it."""


class BrokenIndex(ProviderError):
    """A film whose table of contents is missing: it was cut off before its end was written."""


@dataclass(frozen=True)
class VideoFacts:
    """What a file says about itself, as it is seen: a phone's film that stands on its side is upright here."""

    duration_seconds: float
    width: int
    height: int
    codec: str
    has_sound: bool = True


@dataclass(frozen=True)
class Rendition:
    """The film at one height, as the playlist of this name says."""

    playlist: str
    width: int
    height: int
    bits_per_second: int


@dataclass(frozen=True)
class Storyboard:
    """Stills in rows on one picture, one for each `every` seconds, in the file of this name."""

    name: str
    every: int
    columns: int
    rows: int


@dataclass(frozen=True)
class Prepared:
    """A film made ready for any screen and any line."""

    playlist: str
    renditions: tuple[Rendition, ...]
    storyboard: Storyboard


@dataclass(frozen=True)
class StoredVideo:
    """A film a business owns. `file_url` is our own signed, expiring copy; `stream_url` the same, prepared. One that is
    kept elsewhere has neither: its reference is what it is played by there."""

    reference: str
    file_url: str = ""
    content_type: str = "video/mp4"
    stream_url: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class Playback:
    """What a player needs. `sources` are other sites it loads from, by directive of the content security policy."""

    url: str
    content_type: str
    poster: str = ""
    storyboard: str = ""
    sources: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sound:
    """A recording made ready: the file of this name, as loud as any other."""

    name: str


class VideoHost(Protocol):
    """Somewhere films are prepared and played from."""

    name: str

    def inspect(self, path: Path, *, content_type: str) -> VideoFacts:
        """Length and size of a film; NoPicture, BrokenIndex or another ProviderError when it is none."""
        ...

    def draw_poster(self, path: Path, target: Path, *, content_type: str, at_seconds: float = 0.0) -> None:
        """Write a still as JPEG."""
        ...

    def prepare(self, path: Path, folder: Path, *, content_type: str, told: Told) -> Prepared:
        """Make a film ready in a folder, telling the percent that are done; what an earlier try finished is kept."""
        ...

    def listen(self, path: Path, *, content_type: str) -> float:
        """The length of a recording in seconds; ProviderError when there is no sound in it."""
        ...

    def normalise(self, path: Path, folder: Path, *, content_type: str, told: Told) -> Sound:
        """Make a recording ready in a folder, as loud as any other; what an earlier try finished is kept."""
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
