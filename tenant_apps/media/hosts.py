"""The host of films a business has connected, opened with its own keys."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.sealed import unseal
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.films import FilmHost, film_host
from shared_apps.integrations.ports.video import Playback, StoredVideo
from tenant_apps.media.models import Asset, FilmHosting, HostedFilm

KEYS = "media.films"


class HostNotConnected(Refused):
    """The business has no account there, or its keys are gone."""

    message = _("This film is kept at a host that is not connected here.")


def our_host(name: str) -> FilmHost:
    """A host with this business's keys; raises HostNotConnected."""
    hosting = FilmHosting.objects.filter(host=name).first()
    if hosting is None:
        raise HostNotConnected
    return film_host(name, unseal(KEYS, hosting.sealed_keys))


def host_in_use() -> str:
    """Where films that are added go; blank means here."""
    return FilmHosting.objects.filter(used_since__isnull=False).values_list("host", flat=True).first() or ""


def hosted_playback(asset: Asset) -> Playback | None:
    """How a film that is elsewhere is played for a while; None while it is not ready, or out of reach."""
    hosted = HostedFilm.objects.select_related("asset__film").filter(asset=asset).first()
    if hosted is None or not hosted.playback or hosted.asset.film.ready_at is None:
        return None
    try:
        host = our_host(hosted.host)
    except Refused:
        return None
    return host.playback(StoredVideo(hosted.playback, seconds=asset.duration_seconds or 0))


def our_mark() -> str:
    """Who keeps a film at a host: another business, a copy of this one also, has another mark."""
    return hashlib.sha256(f"films of {require_tenant().id}".encode()).hexdigest()[:32]
