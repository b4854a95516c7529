"""What a player needs of a film, and the tokens that open its parts."""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language_info

from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.storage import tenant_prefix
from shared_apps.integrations.ports.video import Playback, StoredVideo, video_host
from tenant_apps.media.hosts import hosted_playback
from tenant_apps.media.models import Asset, Film
from tenant_apps.media.signing import media_url, poster_url, sign_for

if TYPE_CHECKING:
    from tenant_apps.people.models import Person

PURPOSE = "film"
PARTS = {"m3u8": "application/vnd.apple.mpegurl", "mp4": "video/mp4", "jpg": "image/jpeg", "m4a": "audio/mp4"}
_PART = re.compile(r"^(?:master\.m3u8|\d{1,4}\.(?:m3u8|mp4)|storyboard\.jpg|sound\.m4a)$", re.ASCII)
_CAPTION = re.compile(r"^captions-([A-Za-z0-9-]{2,16})\.vtt$", re.ASCII)


@dataclass(frozen=True)
class Track:
    """Captions in one language."""

    language: str
    label: str
    url: str


@dataclass(frozen=True)
class Showing:
    """A film as one viewer may play it for a while. `src` is the file, `stream` the prepared film or blank.

    One that is kept at a host has neither, but a `playback`, while it is ready and the host is connected.
    """

    src: str
    stream: str
    poster: str
    tracks: tuple[Track, ...]
    chapters: str
    storyboard: str
    playback: Playback | None = None


def showing(asset: Asset, *, person: "Person | None" = None) -> Showing:
    """Everything a player needs, under one token."""
    token = sign_for(PURPOSE, asset, person)
    if asset.is_elsewhere:
        return _elsewhere(asset, token)
    film = _film(asset)
    ready = film is not None and film.ready_at is not None
    stream = path_to("media:stream", token, film.prepared["playlist"]) if film and ready else ""
    file = media_url(asset, person=person)
    played = video_host().playback(StoredVideo(str(asset.key), file, asset.content_type, stream))
    board = dict(film.prepared.get("storyboard") or {}) if film and ready else {}
    if board:
        board["url"] = path_to("media:stream", token, board.pop("name"))
    return Showing(
        src=file,
        stream=played.url if ready else "",
        poster=poster_url(asset, person=person),
        tracks=_tracks(asset, token),
        chapters=_chapters(asset),
        storyboard=json.dumps(board),
    )


def _elsewhere(asset: Asset, token: str) -> Showing:
    """The captions that make the transcript are ours all the same."""
    return Showing(
        src="",
        stream="",
        poster="",
        tracks=_tracks(asset, token),
        chapters=_chapters(asset),
        storyboard="{}",
        playback=hosted_playback(asset),
    )


def _tracks(asset: Asset, token: str) -> tuple[Track, ...]:
    return tuple(
        Track(language, language_name(language), path_to("media:stream", token, f"captions-{language}.vtt"))
        for language in asset.captions.values_list("language", flat=True)
    )


def _chapters(asset: Asset) -> str:
    return json.dumps([[part.seconds, part.title] for part in asset.chapters.all()])


def film_url(asset: Asset, *, name: str = "master.m3u8") -> str:
    """Where one part of a film is for a while, whether it is there or not."""
    return path_to("media:stream", sign_for(PURPOSE, asset, None), name)


def part_of(asset: Asset, name: str) -> tuple[Film, str] | None:
    """The film and the path of one of its prepared parts; None for anything else."""
    film = _film(asset)
    if film is None or film.ready_at is None or not _PART.match(name):
        return None
    return film, f"{tenant_prefix()}{film.folder}/{name}"


def caption_of(asset: Asset, name: str) -> str | None:
    """The captions of this name; None when there are none."""
    match = _CAPTION.match(name)
    found = asset.captions.filter(language=match[1]).values_list("text", flat=True) if match else ()
    return next(iter(found), None)


def language_name(code: str) -> str:
    """A language in its own words."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def _film(asset: Asset) -> Film | None:
    try:
        return asset.film
    except ObjectDoesNotExist:
        return None
