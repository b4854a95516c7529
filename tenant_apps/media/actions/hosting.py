"""Films sent to a host by a browser, and kept in step with it: what it says is asked, never taken from a webhook."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.tasks import soon
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.films import FilmState, HostedFacts, UploadPlace
from shared_apps.plans.errors import LimitReached
from shared_apps.plans.limits import require_room
from tenant_apps.media.actions import adding
from tenant_apps.media.actions.captions_there import send_captions
from tenant_apps.media.actions.connecting import HostRefused
from tenant_apps.media.formats import Kind
from tenant_apps.media.hosts import host_in_use, our_host, our_mark
from tenant_apps.media.models import Asset, Film, HostedFilm

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

AT_ONCE = 20
_BEGUN = timedelta(hours=1)
_LEASE = timedelta(minutes=2)
# a film that is not ready is asked about although no webhook came
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 360))


class FilmsOnly(Refused):
    """Sound, documents and pictures stay here."""

    message = _("Only films go to the host. Add this file under Files.")
    field = "file"


def begin_hosted(*, name: str, size: int, origin: str, by: User | None = None) -> tuple[Asset, UploadPlace]:
    """Announce a film, and have a place at the host where the browser sends it.

    Raises HostNotConnected, FileRefused, FilmsOnly and HostRefused; nothing is left of what was refused.
    """
    form = adding.check_name(name=name, size=size)
    if form.kind != Kind.VIDEO:
        raise FilmsOnly
    host = our_host(host_in_use())
    hosted = _announce(host.name, name, size, form.content_type, by)
    try:
        place = host.begin_upload(mark=str(hosted.key), title=hosted.asset.title, origin=origin)
    except ProviderError as error:
        Asset.objects.filter(pk=hosted.asset_id).delete()
        raise HostRefused(error.message) from error
    HostedFilm.objects.filter(pk=hosted.pk).update(upload=place.reference)
    return hosted.asset, place


@transaction.atomic
def _announce(host: str, name: str, size: int, content_type: str, by: User | None) -> HostedFilm:
    key = uuid4()
    # there is no file to take a digest of: the key stands for it
    asset = Asset.objects.create(
        key=key,
        title=PurePath(name.replace("\\", "/")).stem[:200],
        kind=Kind.VIDEO,
        content_type=content_type,
        size=size,
        sha256=hashlib.sha256(key.bytes).hexdigest(),
        added_by=by,
    )
    Film.objects.create(asset=asset)
    return HostedFilm.objects.create(asset=asset, host=host, kept_for=our_mark(), look_at=clock.now() + _BEGUN)


def notice_hosted(*, upload: str, reference: str, now: datetime | None = None) -> int:
    """Have a film that a host told of asked about at once; how many there are. What is not ours changes nothing."""
    found = HostedFilm.objects.told_of(upload=upload, reference=reference)
    return found.update(look_at=now or clock.now(), tries=0)


@transaction.atomic
def look_soon(*, asset: Asset, now: datetime | None = None) -> None:
    """Have the host asked about a film, and given its captions, once this is certain."""
    if HostedFilm.objects.filter(asset=asset).update(look_at=now or clock.now(), tries=0):
        nudge_hosted()


def nudge_hosted() -> None:
    """Have the films that are due looked at once this is certain."""
    from tenant_apps.media import tasks  # inline: the task calls this module

    soon(tasks.follow_hosted)


def follow_due(*, now: datetime | None = None) -> int:
    """Ask about the films that are due; how many. A worker that dies leaves its films due again in two minutes."""
    at = now or clock.now()
    taken = _take_turn(at)
    for hosted in taken:
        _follow(hosted, at)
    return len(taken)


@transaction.atomic
def _take_turn(at: datetime) -> list[HostedFilm]:
    rows = list(HostedFilm.objects.due(at).select_for_update(skip_locked=True)[:AT_ONCE])
    for row in rows:
        row.look_at, row.tries = at + _LEASE, min(row.tries + 1, 1000)
        row.save(update_fields=["look_at", "tries"])
    return rows


def _follow(hosted: HostedFilm, at: datetime) -> None:
    if not hosted.upload and not hosted.reference:
        _fail(hosted, _now("The upload was never begun."))
        return
    try:
        host = our_host(hosted.host)
        facts = host.find(upload=hosted.upload, reference=hosted.reference)
        in_step = _apply(hosted, facts)
        # a copy plays the film, and leaves it as its original has it
        if in_step and facts.state is FilmState.READY and hosted.kept_for == our_mark():
            send_captions(hosted=hosted, facts=facts, host=host)
    except (ProviderError, Refused):
        in_step = False
    later = None if in_step else at + _WAITS[min(hosted.tries, len(_WAITS)) - 1]
    # a webhook that came meanwhile is heard: its moment is not written over
    HostedFilm.objects.filter(pk=hosted.pk, look_at=hosted.look_at).update(look_at=later)


def _apply(hosted: HostedFilm, facts: HostedFacts) -> bool:
    """Write down what the host said; whether there is nothing more to wait for."""
    if facts.state in (FilmState.FAILED, FilmState.GONE):
        _fail(hosted, facts.problem)
        return True
    if facts.reference:
        HostedFilm.objects.filter(pk=hosted.pk).update(reference=facts.reference)
    if facts.state is FilmState.READY:
        try:
            _ready(hosted, facts)
        except LimitReached as refused:
            _fail(hosted, str(refused))
        return True
    return False


@transaction.atomic
def _ready(hosted: HostedFilm, facts: HostedFacts) -> None:
    film = Film.objects.select_for_update().filter(asset=hosted.asset_id).first()
    if film is None or film.ready_at or film.failed_at:
        return
    seconds = round(facts.duration_seconds)
    require_room("video_minutes", -(-seconds // 60))
    shape = {"duration_seconds": seconds, "width": facts.width or None, "height": facts.height or None}
    Asset.objects.filter(pk=hosted.asset_id).update(**shape)
    HostedFilm.objects.filter(pk=hosted.pk).update(playback=facts.playback)
    described = {"playlist": "", "renditions": [], "has_sound": facts.has_sound}
    Film.objects.filter(pk=film.pk).update(ready_at=clock.now(), percent=100, prepared=described)


def _fail(hosted: HostedFilm, problem: str) -> None:
    """Also a film that was ready: what is gone at the host plays no more."""
    Film.objects.filter(asset=hosted.asset_id, failed_at=None).update(
        failed_at=clock.now(), ready_at=None, problem=problem[:300]
    )
    HostedFilm.objects.filter(pk=hosted.pk).update(look_at=None, playback="")
