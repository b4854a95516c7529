"""Reads on stores, and on what learners did."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tenant_apps.assessments.models import Attempt, GradeOverride, Submission
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Enrolment, LessonProgress
from tenant_apps.webhooks.actions import Told
from tenant_apps.xapi import happenings
from tenant_apps.xapi.models import RecordStore
from tenant_apps.xapi.statements import Speaker

AT_ONCE = 500


def listening() -> RecordStore | None:
    """The store, while it is told."""
    return RecordStore.objects.filter(endpoint__disabled_at__isnull=True).select_related("endpoint").first()


def progress_of(ids: Collection[int]) -> list[LessonProgress]:
    """Progress with all that statements about it read."""
    return list(_progress().filter(pk__in=ids).order_by("pk"))


def history(by: Speaker, course: Course, since: datetime, until: datetime) -> Iterator[Told]:
    """Everything learners did in a course in a time, `until` not in it; some rows at a time."""
    places = Enrolment.objects.filter(course=course).select_related("person", "course")
    rows = _progress().filter(enrolment__course=course)
    tries = Attempt.objects.filter(quiz__lesson__course=course).select_related(*_TRIES)
    works = Submission.objects.filter(assignment__lesson__course=course).select_related(*_WORKS)
    grades = GradeOverride.objects.filter(lesson__course=course).select_related(*_GRADES)
    in_time = (
        (places, ("started_at", "completed_at"), _places),
        (rows, ("first_opened_at", "completed_at", "heard_at"), _lessons),
        (tries, ("submitted_at",), _attempts),
        (works, ("submitted_at", "graded_at"), _submissions),
        (grades, ("set_at",), _grades),
    )
    for found, moments, say in in_time:
        for some in _in_parts(found.filter(_within(moments, since, until))):
            yield from (each for each in say(by, some) if each is not None and since <= each.happened_at < until)


_TRIES = ("quiz__lesson", "enrolment__person", "enrolment__course")
_WORKS = ("assignment__lesson", "enrolment__person", "enrolment__course")

_GRADES = ("lesson", "enrolment__person", "enrolment__course")


def _progress() -> QuerySet[LessonProgress]:
    return LessonProgress.objects.select_related("enrolment__person", "enrolment__course", "lesson__asset")


def _places(by: Speaker, places: list[Enrolment]) -> Iterator[Told | None]:
    for place in places:
        yield happenings.enrolled(by, place)
        yield happenings.finished(by, place)


def _lessons(by: Speaker, rows: list[LessonProgress]) -> Iterator[Told | None]:
    yield from (happenings.opened(by, row) for row in rows)
    yield from happenings.done(by, rows)
    yield from (happenings.played(by, row) for row in rows)


def _attempts(by: Speaker, attempts: list[Attempt]) -> Iterator[Told | None]:
    for attempt in attempts:
        yield from happenings.attempted(by, attempt)


def _submissions(by: Speaker, works: list[Submission]) -> Iterator[Told | None]:
    for work in works:
        yield happenings.handed_in(by, work)
        yield happenings.graded(by, work)


def _grades(by: Speaker, grades: list[GradeOverride]) -> Iterator[Told | None]:
    yield from (happenings.scored(by, grade) for grade in grades)


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
