"""The rules of who is at risk. Each is a sentence a creator can read; the sentences are in `words.py`.

Nobody is at risk who waits for a lesson or for the whole course to open, who is paused, or who has finished.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from tenant_apps.analytics.models import Reason
from tenant_apps.assessments.models import Attempt
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment, LessonProgress, LessonRelease
from tenant_apps.learning.queries import openings_of

BEGIN_WITHIN = timedelta(days=7)
LEAST_QUIET, USUAL = 7, 7  # days; the usual gap of somebody who was here on fewer than three days
TIMES_THEIR_GAP = 3
STUCK = timedelta(days=7)
FAILED = 2


def reasons_of(enrolments: Sequence[Enrolment], now: datetime) -> dict[int, dict[str, Any]]:
    """Reasons by enrolment, for those that have any. Five queries however many they are."""
    rows: dict[int, list[LessonProgress]] = defaultdict(list)
    for row in LessonProgress.objects.filter(enrolment__in=enrolments).defer("counted", "counted_again", "played"):
        rows[row.enrolment_id].append(row)
    outlines, opened = _lessons_of(enrolments), _released(enrolments, now)
    failing, began = _failing(enrolments), openings_of(enrolments)
    found = {}
    for enrolment in enrolments:
        lessons, own = outlines.get(enrolment.course_id, {}), rows[enrolment.pk]
        since = began.get(enrolment.pk, enrolment.started_at)
        if since is None and not _has_full_access(enrolment):
            continue
        if _is_paused(enrolment) or not _has_something_open(lessons, own, opened[enrolment.pk], enrolment):
            continue
        reasons = {
            **_absence(max(enrolment.started_at, since or enrolment.started_at), own, now),
            **_stuck(lessons, own, now),
            **failing.get(enrolment.pk, {}),
            **_late(enrolment, now),
        }
        if reasons:
            found[enrolment.pk] = reasons
    return found


def _lessons_of(enrolments: Sequence[Enrolment]) -> dict[int, dict[int, Lesson]]:
    found: dict[int, dict[int, Lesson]] = defaultdict(dict)
    lessons = Lesson.objects.published().filter(course__in={each.course_id for each in enrolments})
    for lesson in lessons.select_related("module").defer("body"):
        found[lesson.course_id][lesson.pk] = lesson
    return found


def _released(enrolments: Sequence[Enrolment], now: datetime) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = LessonRelease.objects.filter(enrolment__in=enrolments, opens_at__lte=now)
    for enrolment, lesson in rows.values_list("enrolment_id", "lesson_id"):
        found[enrolment].add(lesson)
    return found


def _is_paused(enrolment: Enrolment) -> bool:
    pace = getattr(enrolment, "pace", None)
    return pace is not None and pace.paused_at is not None


def _has_full_access(enrolment: Enrolment) -> bool:
    pace = getattr(enrolment, "pace", None)
    return pace is not None and pace.full_access_at is not None


def _has_something_open(
    lessons: dict[int, Lesson], own: Sequence[LessonProgress], released: set[int], enrolment: Enrolment
) -> bool:
    done = {row.lesson_id for row in own if row.completed_at is not None}
    begun = {row.lesson_id for row in own}
    everything = _has_full_access(enrolment)
    return any(
        everything or pk in begun or pk in released or (lesson.release is None and lesson.module.release is None)
        for pk, lesson in lessons.items()
        if pk not in done
    )


def _days(own: Sequence[LessonProgress]) -> list[date]:
    moments = (at for row in own for at in (row.first_opened_at, row.touched_at, row.completed_at) if at is not None)
    return sorted({at.date() for at in moments})


def _absence(since: datetime, own: Sequence[LessonProgress], now: datetime) -> dict[str, Any]:
    days = _days(own)
    if not days:
        if now - since < BEGIN_WITHIN:
            return {}
        return {Reason.NOT_BEGUN.value: {"days": (now - since).days}}
    gaps = [(after - before).days for before, after in zip(days, days[1:], strict=False)]
    usual = round(median(gaps)) if len(gaps) >= 2 else None
    quiet = (now.date() - days[-1]).days
    if quiet <= max(LEAST_QUIET, TIMES_THEIR_GAP * (usual or USUAL)):
        return {}
    return {Reason.QUIET.value: {"since": days[-1].isoformat(), "usual": usual}}


def _stuck(lessons: dict[int, Lesson], own: Sequence[LessonProgress], now: datetime) -> dict[str, Any]:
    """Came back to a lesson on another day, has not finished it for a week, and has finished none since."""
    last_done = max((row.completed_at for row in own if row.completed_at is not None), default=None)
    for row in sorted(own, key=lambda each: each.touched_at, reverse=True):
        came_back = row.touched_at.date() > row.first_opened_at.date()
        open_long = row.completed_at is None and now - row.first_opened_at >= STUCK
        moved_on = last_done is not None and last_done > row.touched_at
        if row.lesson_id in lessons and came_back and open_long and not moved_on:
            lesson = lessons[row.lesson_id]
            return {Reason.STUCK.value: {"lesson": lesson.title, "since": row.first_opened_at.date().isoformat()}}
    return {}


def _failing(enrolments: Sequence[Enrolment]) -> dict[int, dict[str, Any]]:
    graded = Attempt.objects.filter(enrolment__in=enrolments, score__isnull=False).order_by()
    # also by a grade that somebody set by hand
    done = LessonProgress.objects.filter(
        enrolment=OuterRef("enrolment"), lesson=OuterRef("quiz__lesson"), completed_at__isnull=False
    )
    rows = graded.filter(~Exists(done)).values("enrolment_id", "quiz_id").annotate(
        passed=Min("passed_at"), times=Count("pk", filter=Q(passed_at=None)), best=Max("score"),
        lesson=Min("quiz__lesson__title"),
    ).filter(passed=None, times__gte=FAILED)  # fmt: skip
    return {
        row["enrolment_id"]: {
            Reason.FAILING.value: {"lesson": row["lesson"], "times": row["times"], "best": row["best"]}
        }
        for row in rows
    }


def _late(enrolment: Enrolment, now: datetime) -> dict[str, Any]:
    place = getattr(enrolment, "place", None)
    if place is None or place.cohort.ends_on is None or place.cohort.ends_on >= now.date():
        return {}
    return {Reason.LATE.value: {"cohort": place.cohort.name, "day": place.cohort.ends_on.isoformat()}}
