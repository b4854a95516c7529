"""Films made ready to be streamed. The original plays until they are, and goes on playing when that fails."""

import shutil
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.tasks import soon
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.video import VideoHost, video_host
from tenant_apps.media.actions.hosting import look_soon
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset, Film

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

# a worker that says nothing for so long is gone
SILENCE = timedelta(seconds=60)
MOST_TRIES = 4
_EACH_LOOK = 20


class Overtaken(Exception):
    """Another worker has taken the film over: whatever this one would still do is not wanted."""


class Preparing(Refused):
    """Somebody is at it."""

    message = gettext_lazy("This film is being prepared already.")


def first_waiting(*, now: datetime | None = None) -> int | None:
    """A film nobody works on: a new one, or one whose worker is gone."""
    at = now or clock.now()
    # the newest first: somebody may be waiting for it
    for asset in Asset.objects.played().filter(film=None).order_by("-pk")[:_EACH_LOOK]:
        Film.objects.get_or_create(asset=asset)
    quiet = Q(heard_at=None) | Q(heard_at__lt=at - SILENCE)
    # what is at a host is prepared there
    here = Film.objects.unfinished().filter(quiet, asset__hosted=None)
    return here.order_by("-asset").values_list("pk", flat=True).first()


def nudge() -> None:
    """Have the business's waiting films looked at once this is certain."""
    from tenant_apps.media import tasks  # inline: the task calls this module

    soon(tasks.prepare_waiting)


def prepare_film(*, film_id: int) -> None:
    """Make a film ready, or say why it cannot be. Killed at any point and run again it finishes; asked for twice at
    once, one of the two does it."""
    film = _claim(film_id)
    if film is None:
        return
    host = video_host()
    folder = Path(default_storage.path(film.folder))
    try:
        made = _prepare(film, host, folder)
    except Overtaken:
        return
    except ProviderError as error:
        _give_up(film, error)
    except FileNotFoundError:
        _give_up(film, ProviderError(_("Its file is missing."), permanent=True))
    else:
        _ready(film, made)


def _prepare(film: Film, host: VideoHost, folder: Path) -> dict[str, Any]:
    """The prepared film or recording as it is described."""
    path, kind, told = Path(film.asset.file.path), film.asset.content_type, _heartbeat(film)
    if film.asset.kind == Kind.AUDIO:
        sound = host.normalise(path, folder, content_type=kind, told=told)
        return {"playlist": sound.name, "renditions": [], "has_sound": True}
    made = host.prepare(path, folder, content_type=kind, told=told)
    return asdict(made) | {"has_sound": host.inspect(path, content_type=kind).has_sound}


def ask_again(*, asset: Asset, by: "User | None" = None) -> Film:
    """Have a film prepared once more after it failed; raises Preparing while somebody works on it."""
    film, _made = Film.objects.get_or_create(asset=asset)
    if film.failed_at is None and film.ready_at is None and film.tries:
        raise Preparing
    Film.objects.filter(pk=film.pk).update(failed_at=None, problem="", tries=0, heard_at=None, percent=0)
    film.refresh_from_db()
    if asset.is_elsewhere:
        look_soon(asset=asset)
    else:
        nudge()
    return film


def _claim(film_id: int) -> Film | None:
    """One statement, so that of two workers one gets it."""
    now = clock.now()
    free = Film.objects.unfinished().filter(Q(heard_at=None) | Q(heard_at__lt=now - SILENCE), pk=film_id)
    if not free.update(heard_at=now, tries=F("tries") + 1):
        return None
    film = Film.objects.select_related("asset").get(pk=film_id)
    if film.tries > MOST_TRIES:
        _give_up(film, ProviderError(_("The work on it was cut off again and again."), permanent=True))
        return None
    return film


def _mine(film: Film) -> QuerySet[Film]:
    """The film's row while this worker is the last that took it."""
    return Film.objects.filter(pk=film.pk, tries=film.tries)


def _heartbeat(film: Film) -> Callable[[int], None]:
    last = 0.0

    def told(percent: int) -> None:
        nonlocal last
        if time.monotonic() - last < 1:
            return
        last = time.monotonic()
        if not _mine(film).update(percent=min(percent, 99), heard_at=clock.now()):
            raise Overtaken

    return told


def _ready(film: Film, described: dict[str, Any]) -> None:
    at = clock.now()
    _mine(film).update(ready_at=at, heard_at=at, percent=100, prepared=described)
    if not Film.objects.filter(pk=film.pk).exists():
        # its asset was removed meanwhile
        shutil.rmtree(default_storage.path(film.folder), ignore_errors=True)


def _give_up(film: Film, error: ProviderError) -> None:
    if not error.permanent and film.tries < MOST_TRIES:
        return  # the sweep takes it up again after a while
    if _mine(film).update(failed_at=clock.now(), problem=error.message[:300]):
        shutil.rmtree(default_storage.path(film.folder), ignore_errors=True)
