"""Captions of a film that is elsewhere: sent to its host, until what is there is what is here."""

from __future__ import annotations

import hashlib

from marque.kit.http import tenant_url
from shared_apps.integrations.ports.films import FilmHost, HostedFacts
from tenant_apps.media.models import Caption, HostedFilm
from tenant_apps.media.playing import film_url, language_name


def send_captions(*, hosted: HostedFilm, facts: HostedFacts, host: FilmHost) -> None:
    """Bring the host's tracks to what is here: killed and run again it goes on. Raises ProviderError.

    Which text a track has is read off its mark. Tracks that the host made itself are left alone.
    """
    wanted = {caption.language: caption for caption in Caption.objects.filter(asset=hosted.asset_id)}
    there = [track for track in facts.tracks if track.mark]
    kept = {
        track.language for track in there if track.language in wanted and track.mark == _mark(wanted[track.language])
    }
    for track in there:
        if track.language not in kept:
            host.remove_captions(facts.reference, track.reference)
    for language, caption in wanted.items():
        if language not in kept:
            address = tenant_url(film_url(caption.asset, name=f"captions-{language}.vtt"))
            host.add_captions(
                facts.reference, language=language, name=language_name(language), url=address, mark=_mark(caption)
            )


def _mark(caption: Caption) -> str:
    return f"captions {hashlib.sha256(caption.text.encode()).hexdigest()[:32]}"
