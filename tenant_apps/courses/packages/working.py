"""Who is at a package and how far it is: one worker at a time, and where it was killed the next one goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.courses.models import PackageExport, PackageImport

SILENT = timedelta(minutes=2)
MOST = 5
_OFTEN = timedelta(seconds=1)
Work = PackageExport | PackageImport
Told = Callable[[int], None]


class NeverDone(Refused):
    """Whoever works on it dies of it."""

    message = _("This was begun several times and never came to its end. Begin it again when the site is less busy.")


class Superseded(Exception):
    """Another worker is at it by now, or nobody wants it any more: what this one does counts no longer."""


def claim(work: Work) -> bool:
    """Whether it is this worker's now; not while another is heard of, and not once it is over."""
    at = clock.now()
    free = Q(heard_at=None) | Q(heard_at__lt=at - SILENT)
    rows = type(work).objects.filter(free, pk=work.pk, finished_at=None, refused="")
    is_ours = bool(rows.update(heard_at=at, begun=F("begun") + 1, done=0))
    if is_ours:
        work.refresh_from_db()
    return is_ours


def check_patience(work: Work) -> None:
    """Raise NeverDone for what was begun too often."""
    if work.tries > MOST:
        raise NeverDone


def note(work: Work, **values: Any) -> None:
    """Write something down about it; raises Superseded."""
    rows = type(work).objects.filter(pk=work.pk, begun=work.begun, finished_at=None, refused="")
    if not rows.update(**values):
        raise Superseded


def finish(work: Work, **outcome: Any) -> None:
    """It is done; raises Superseded."""
    note(work, finished_at=clock.now(), heard_at=None, **outcome)


def refuse(work: Work, why: Refused) -> None:
    """It comes to nothing, and why; raises Superseded."""
    words = str(why)[:400]
    note(work, refused=words, heard_at=None)
    work.refused = words


def telling(work: Work) -> Told:
    """What is told how many more bytes are dealt with, and writes it down every second; raises Superseded."""
    done, last = 0, clock.now()

    def told(more: int) -> None:
        nonlocal done, last
        done += more
        if (at := clock.now()) - last >= _OFTEN:
            last = at
            note(work, done=done, heard_at=at)

    return told


def unheard(model: type[PackageExport] | type[PackageImport], *, now: datetime | None = None) -> list[int]:
    """Those somebody waits for and nobody works on: their worker is gone."""
    before = (now or clock.now()) - SILENT
    silent = Q(heard_at__lt=before) | Q(heard_at=None, created_at__lt=before)
    return list(model.objects.filter(silent, finished_at=None, refused="").values_list("pk", flat=True)[:20])
