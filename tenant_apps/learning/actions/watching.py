"""What learners watched of a film, second by second."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.courses.actions import write_parts
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.learning import played
from tenant_apps.learning.actions.believing import LONGEST, heard
from tenant_apps.learning.actions.films import films_left
from tenant_apps.learning.actions.refusals import EnrolmentOver, NotInThisCourse
from tenant_apps.learning.models import Angle, FilmTerms, LessonProgress
from tenant_apps.learning.played import Spans


class NotWatched(Refused):
    """Too little of the film was seen."""

    message = _("Watch at least %(least)d %% of the film to finish this lesson. You have seen %(seen)d %% so far.")


class FilmNotWatched(NotWatched):
    """Too little of a film on the lesson's page."""

    message = _("Watch at least %(least)d %% of “%(title)s” to finish this lesson. You have seen %(seen)d %% so far.")


@transaction.atomic
def record_played(*, progress_key: str, spans: Spans, seconds: int = 0, now: datetime | None = None) -> None:
    """Add the seconds a player says were played, and how far it stands. Each second counts once, however often it is
    reported, and no more are believed than could have been played since the last report, by our own clock.

    Raises NotInThisCourse or EnrolmentOver. Two queries.
    """
    at = now or clock_now()
    rows = LessonProgress.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("enrolment", "lesson__asset").filter(key=progress_key).first()
    if row is None or row.lesson.archived_at is not None:
        raise NotInThisCourse
    if not row.enrolment.is_live:
        raise EnrolmentOver
    changed = heard(row, spans=spans, seconds=seconds, length=_length(row.lesson) or LONGEST, at=at)
    watched = max(row.watched_seconds, played.seconds(changed["played"]))
    LessonProgress.objects.filter(pk=row.pk).update(**changed, watched_seconds=watched, touched_at=at)


def percent_watched(lesson: Lesson, progress: LessonProgress | None) -> int:
    """How much of its film was seen."""
    length = _length(lesson)
    if progress is None or not length:
        return 0
    return min(100, 100 * played.seconds(progress.played) // length)


def require_watched(lesson: Lesson, progress: LessonProgress) -> None:
    """Raise NotWatched unless as much was seen of the film, and of those on the lesson's page, as its author asks."""
    for missing in films_left(lesson, progress):
        raise FilmNotWatched(title=missing.title, least=missing.least, seen=missing.seen)
    if lesson.kind not in (LessonKind.VIDEO, LessonKind.AUDIO) or not (_length(lesson) or _is_awaited(lesson)):
        return
    least = FilmTerms.objects.filter(lesson=lesson).values_list("least_percent", flat=True).first()
    seen = percent_watched(lesson, progress)
    if least and seen < least:
        raise NotWatched(least=least, seen=seen)


@transaction.atomic
def set_film_terms(
    *,
    lesson: Lesson,
    least_percent: int | None = None,
    names_viewer: bool = False,
    may_be_kept: bool = False,
    by: Any = None,
) -> FilmTerms:
    """Say how much of a lesson's film must be watched, whether it shows who watches, and may be kept on a device."""
    asked = {"least_percent": least_percent, "names_viewer": names_viewer, "may_be_kept": may_be_kept}
    terms, _made = FilmTerms.objects.update_or_create(lesson=lesson, defaults=asked)
    return terms


@transaction.atomic
def change_film_terms(*, lesson: Lesson, by: Any = None, **changes: Any) -> FilmTerms:
    """Say of these terms what is said, by the names of set_film_terms, and leave the rest."""
    terms, _made = FilmTerms.objects.select_for_update().get_or_create(lesson=lesson)
    names = ("least_percent", "names_viewer", "may_be_kept")
    return set_film_terms(lesson=lesson, by=by, **{n: changes.get(n, getattr(terms, n)) for n in names})


@transaction.atomic
def set_angles(*, lesson: Lesson, rows: list[dict[str, Any]], by: Any = None) -> None:
    """Say which further cameras a lesson's film has, in their order."""
    write_parts(model=Angle, lesson=lesson, rows=rows, by=by)


def _is_awaited(lesson: Lesson) -> bool:
    """A film elsewhere whose length its host has not told yet: nobody can have seen it."""
    return lesson.asset is not None and lesson.asset.is_elsewhere


def _length(lesson: Lesson) -> int:
    return (lesson.asset.duration_seconds or 0) if lesson.asset else 0
