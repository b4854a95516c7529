"""What is ahead of a learner: live sessions of their cohorts, and dates of lessons that nobody grades.

`assessments.agenda` knows the dates of quizzes and assignments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from marque.kit.tenancy.addresses import path_to
from tenant_apps.courses.models import GRADED, Course, Lesson
from tenant_apps.learning.dates import given_in
from tenant_apps.learning.models import CohortDeadline, Enrolment, Extension, LessonProgress, LiveSession
from tenant_apps.people.models import Person


@dataclass(frozen=True)
class Ahead:
    """Something on a date. `kind` is `live`, `due`, `quiz` or `assignment`; `uid` stays the same when it moves."""

    at: datetime
    until: datetime | None
    kind: str
    title: str
    course: Course
    url: str
    uid: str
    is_extended: bool = False
    join: str = ""
    # none where it is a cohort's and no lesson's
    lesson: Lesson | None = None


def upcoming(person: Person, since: datetime, until: datetime) -> list[Ahead]:
    """What a person has from `since` to before `until`, the soonest first. Six queries at most."""
    places = list(Enrolment.objects.live().filter(person=person).select_related("course"))
    found = [*_live_sessions(places, since, until), *(each for _place, each in due_in(places, since, until))]
    return sorted(found, key=lambda each: (each.at, each.uid))


def dated_courses(since: datetime, until: datetime) -> set[int]:
    """The courses in which a cohort's date, or one learner's own, falls into that time."""
    there = CohortDeadline.objects.filter(due_at__gte=since, due_at__lt=until).values_list("lesson__course", flat=True)
    own = Extension.objects.filter(until__gte=since, until__lt=until).values_list("lesson__course", flat=True)
    return {*there, *own}


def sessions_between(since: datetime, until: datetime) -> list[tuple[str, datetime, QuerySet[Enrolment]]]:
    """The live sessions of cohorts that begin then: their uid, when, and the places whose people meet. One query."""
    rows = LiveSession.objects.filter(starts_at__gt=since, starts_at__lte=until, cancelled_at=None)
    live = Enrolment.objects.live()
    return [(uid_of(row), row.starts_at, live.filter(place__cohort=row.cohort_id)) for row in rows]


def uid_of(live_session: LiveSession) -> str:
    """What it is known by, also when it moves."""
    return f"live-{live_session.key}"


def _live_sessions(places: list[Enrolment], since: datetime, until: datetime) -> list[Ahead]:
    rows = LiveSession.objects.filter(cohort__places__enrolment__in=places, cancelled_at=None)
    rows = rows.filter(ends_at__gt=since, starts_at__lt=until).select_related("cohort__course")
    return [
        Ahead(
            at=row.starts_at,
            until=row.ends_at,
            kind="live",
            title=row.title,
            course=row.cohort.course,
            url=path_to("learning:cohort", row.cohort.course.slug, row.cohort.key),
            uid=uid_of(row),
            join=row.url,
        )
        for row in rows
    ]


def due_in(places: Sequence[Enrolment], since: datetime, until: datetime) -> list[tuple[Enrolment, Ahead]]:
    """What nobody grades and is not done yet, for these places; as many queries for any number. Needs their courses."""
    given = {pair: each for pair, each in given_in([place.pk for place in places]).items() if each.due()}
    due = {pair: each for pair, each in given.items() if since <= (each.due() or since) < until}
    lessons = Lesson.objects.published().exclude(kind__in=GRADED).in_bulk({lesson for _place, lesson in due})
    done = set(
        LessonProgress.objects.filter(enrolment__in=places, lesson__in=lessons, completed_at__isnull=False).values_list(
            "enrolment_id", "lesson_id"
        )
    )
    by_key = {place.pk: place for place in places}
    return [
        (by_key[pk], lesson_due("due", lessons[lesson], by_key[pk].course, each.due(), is_extended=each.is_extended()))
        for (pk, lesson), each in due.items()
        if lesson in lessons and (pk, lesson) not in done
    ]


def lesson_due(kind: str, lesson: Lesson, course: Course, at: datetime | None, *, is_extended: bool) -> Ahead:
    """A lesson that is to be done until a moment."""
    assert at is not None
    url = path_to("learning:lesson", course.slug, lesson.slug)
    return Ahead(at, None, kind, lesson.title, course, url, f"due-{lesson.key}", is_extended, lesson=lesson)
