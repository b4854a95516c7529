"""Reads on stores, and on what learners did."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tenant_apps.assessments.models import Attempt, GradeOverride, Submission
from tenant_apps.courses.models import Course, LessonKind
from tenant_apps.learning.models import BlockProgress, Enrolment, LessonProgress, LessonScore
from tenant_apps.webhooks.actions import Told
from tenant_apps.xapi import happenings, watching
from tenant_apps.xapi.models import RecordStore
from tenant_apps.xapi.statements import Speaker

AT_ONCE = 500


def listening() -> RecordStore | None:
    """The store, while it is told."""
    return RecordStore.objects.filter(endpoint__disabled_at__isnull=True).select_related("endpoint").first()


def progress_of(ids: Collection[int]) -> list[LessonProgress]:
    """Progress with all that statements about it read."""
    return list(_progress().filter(pk__in=ids).order_by("pk"))


def films_of(ids: Collection[int]) -> list[BlockProgress]:
    """The same of films among the parts of a page."""
    return list(_films().filter(pk__in=ids).order_by("pk"))


def history(by: Speaker, course: Course, since: datetime, until: datetime) -> Iterator[Told]:
    """Everything learners did in a course in a time, `until` not in it; some rows at a time."""
    places = Enrolment.objects.filter(course=course).select_related("person", "course")
    rows = _progress().filter(enrolment__course=course)
    films = _films().filter(progress__enrolment__course=course)
    tries = Attempt.objects.filter(quiz__lesson__course=course).select_related(*_TRIES)
    works = Submission.objects.filter(assignment__lesson__course=course).select_related(*_WORKS)
    grades = GradeOverride.objects.filter(lesson__course=course).select_related(*_GRADES)
    in_time = (
        (places, ("started_at", "completed_at"), _places),
        (rows, ("first_opened_at", "completed_at", "heard_at"), _lessons),
        (films, ("heard_at",), _parts),
        (tries, ("submitted_at",), _attempts),
        (works, ("submitted_at", "graded_at"), _submissions),
        (grades, ("set_at",), _grades),
        (package_scores().filter(lesson__course=course), ("reached_at",), _scores),
    )
    for found, moments, say in in_time:
        for some in _in_parts(found.filter(_within(moments, since, until))):
            yield from (each for each in say(by, some) if each is not None and since <= each.happened_at < until)


def package_scores() -> QuerySet[LessonScore]:
    """Scores that packages gave; those of quizzes, works and hands are told with what they are of."""
    of_packages = LessonScore.objects.filter(lesson__kind=LessonKind.SCORM).select_related(*_GRADES)
    about = {"enrolment": OuterRef("enrolment"), "lesson": OuterRef("lesson"), "set_at": OuterRef("reached_at")}
    return of_packages.exclude(Exists(GradeOverride.objects.filter(**about)))


_TRIES = ("quiz__lesson", "enrolment__person", "enrolment__course")
_WORKS = ("assignment__lesson", "enrolment__person", "enrolment__course")

_GRADES = ("lesson", "enrolment__person", "enrolment__course")


def _progress() -> QuerySet[LessonProgress]:
    return LessonProgress.objects.select_related("enrolment__person", "enrolment__course", "lesson__asset")


def _films() -> QuerySet[BlockProgress]:
    about = ("progress__enrolment__person", "progress__enrolment__course", "progress__lesson", "block__asset")
    return BlockProgress.objects.select_related(*about)


def _places(by: Speaker, places: list[Enrolment]) -> Iterator[Told | None]:
    for place in places:
        yield happenings.enrolled(by, place)
        yield happenings.finished(by, place)


def _lessons(by: Speaker, rows: list[LessonProgress]) -> Iterator[Told | None]:
    yield from (happenings.opened(by, row) for row in rows)
    yield from happenings.done(by, rows)
    yield from (watching.played(by, row) for row in rows)


def _parts(by: Speaker, rows: list[BlockProgress]) -> Iterator[Told | None]:
    yield from (watching.played_part(by, row) for row in rows)


def _attempts(by: Speaker, attempts: list[Attempt]) -> Iterator[Told | None]:
    for attempt in attempts:
        yield from happenings.attempted(by, attempt)


def _submissions(by: Speaker, works: list[Submission]) -> Iterator[Told | None]:
    for work in works:
        yield happenings.handed_in(by, work)
        yield happenings.graded(by, work)


def _grades(by: Speaker, grades: list[GradeOverride]) -> Iterator[Told | None]:
    yield from (happenings.scored(by, grade) for grade in grades)


def _scores(by: Speaker, rows: list[LessonScore]) -> Iterator[Told]:
    yield from (happenings.reached(by, best) for best in rows)


def _within(moments: tuple[str, ...], since: datetime, until: datetime) -> Q:
    found = Q()
    for name in moments:
        found |= Q(**{f"{name}__gte": since, f"{name}__lt": until})
    return found


def _in_parts(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield some
        last = some[-1].pk
