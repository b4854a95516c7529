"""Films that are kept and played elsewhere: what a business asks of a host with a service of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from shared_apps.integrations.ports.connecting import KeyField
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.video import Playback, StoredVideo

FILM_HOSTS = {"mux": "shared_apps.integrations.mux.host.MuxFilms"}


class FilmState(StrEnum):
    """How far a film is at its host."""

    WAITING = "waiting"
    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True)
class UploadPlace:
    """Where a browser sends a film: `url` takes PUTs with Content-Range; whoever has it may send."""

    reference: str
    url: str


@dataclass(frozen=True)
class HostedTrack:
    """Captions at the host. `mark` is what we gave with them; blank for those it made itself."""

    reference: str
    language: str
    mark: str


@dataclass(frozen=True)
class HostedFacts:
    """A film as its host tells it. `playback` is what it is played by, `problem` the host's own words."""

    state: FilmState
    reference: str = ""
    playback: str = ""
    duration_seconds: float = 0.0
    width: int = 0
    height: int = 0
    has_sound: bool = True
    problem: str = ""
    tracks: tuple[HostedTrack, ...] = ()


@dataclass(frozen=True)
class HostNotice:
    """What a host's webhook is about: an upload, a film, or neither that we asked to hear of."""

    upload: str = ""
    reference: str = ""


class FilmHost(Protocol):
    """Somewhere films are sent by browsers, prepared, kept, and played from with addresses that end."""

    name: str

    def look(self) -> None:
        """Whether the keys work; ProviderError with a sentence when they do not."""
        ...

    def begin_upload(self, *, mark: str, title: str, origin: str) -> UploadPlace:
        """A place for one film, for pages of this origin; `mark` comes back with what is told of it."""
        ...

    def find(self, *, upload: str, reference: str = "") -> HostedFacts:
        """How a film is, by what is known of it; one that is no longer there is GONE."""
        ...

    def add_captions(self, reference: str, *, language: str, name: str, url: str, mark: str) -> None:
        """Have captions fetched from an address of ours; asked once: after silence they may be there."""
        ...

    def remove_captions(self, reference: str, track: str) -> None:
        """Take captions away; gone already is fine."""
        ...

    def remove(self, *, upload: str, reference: str = "") -> None:
        """Forget a film, or an upload that never became one; gone already is fine."""
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> HostNotice:
        """What a webhook is about; a permanent ProviderError unless it was signed with our secret a moment ago."""
        ...

    def playback(self, video: StoredVideo) -> Playback:
        """Where a player gets the film from, for a while."""
        ...


@dataclass(frozen=True)
class HostSetup:
    """What a host asks its owner for, in words, and whence a browser loads when it sends a film there."""

    name: str
    title: str | Promise
    about: str | Promise
    fields: tuple[KeyField, ...]


def film_host(name: str, keys: Mapping[str, str]) -> FilmHost:
    """A host, opened with a business's keys."""
    return _adapter(name)(keys)  # type: ignore[no-any-return,operator]


def host_setup(name: str) -> HostSetup:
    """What connecting it takes."""
    return _adapter(name).setup  # type: ignore[attr-defined,no-any-return]


def upload_sources(name: str) -> dict[str, list[str]]:
    """What the page that sends films there may reach, by directive of its content security policy."""
    return _adapter(name).upload_sources()  # type: ignore[attr-defined,no-any-return]


def _adapter(name: str) -> object:
    try:
        return import_string(FILM_HOSTS[name])
    except KeyError:
        raise ProviderError(f"There is no film host called {name!r}.", permanent=True) from None
