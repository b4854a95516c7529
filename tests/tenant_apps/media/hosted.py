"""Films at the double of Mux."""

from __future__ import annotations

from datetime import timedelta

import httpx

from marque.kit import clock
from tenant_apps.media import actions
from tenant_apps.media.models import Asset, FilmHosting, HostedFilm
from tests.doubles.mux import MuxDouble
from tests.doubles.mux.keys import keys

ORIGIN = "http://okafor.localhost"


def connected() -> FilmHosting:
    hosting = actions.connect_host(host="mux", keys=keys(), by="alice@example.com")
    actions.use_host(hosting=hosting, used=True, by="alice@example.com")
    return hosting


def announced(name: str = "lesson.mp4", size: int = 1000) -> HostedFilm:
    asset, _place = actions.begin_hosted(name=name, size=size, origin=ORIGIN)
    return HostedFilm.objects.get(asset=asset)


def sent(double: MuxDouble, hosted: HostedFilm) -> str:
    """The browser has sent it; Mux's name for the film."""
    place = f"{double.url}/upload/{hosted.upload}"
    answer = httpx.put(place, content=b"x" * 1000, headers={"Content-Range": "bytes 0-999/1000"})
    assert answer.status_code == 200
    return str(double.books.upload(hosted.upload)["asset_id"])


def followed(hosted: HostedFilm) -> HostedFilm:
    """Asked about in a day, whatever it waits for."""
    actions.follow_due(now=clock.now() + timedelta(days=1))
    return HostedFilm.objects.get(pk=hosted.pk)


def ready(double: MuxDouble, *, seconds: float = 61.4) -> Asset:
    hosted = announced()
    double.books.prepare(sent(double, hosted), seconds=seconds)
    followed(hosted)
    return Asset.objects.get(pk=hosted.asset_id)
