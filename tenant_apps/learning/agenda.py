"""What is ahead of a learner: live sessions of their cohorts, and dates of lessons that nobody grades.

`assessments.agenda` knows the dates of quizzes and assignments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marque.kit.tenancy.addresses import path_to
from tenant_apps.courses.models import GRADED, Course, Lesson
from tenant_apps.learning.dates import given_in
from tenant_apps.learning.models import Enrolment, LessonProgress, LiveSession
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


def upcoming(person: Person, since: datetime, until: datetime) -> list[Ahead]:
    """What a person has from `since` to before `until`, the soonest first. Six queries at most."""
    places = list(Enrolment.objects.live().filter(person=person).select_related("course"))
    found = [*_live_sessions(places, since, until), *_dates(places, since, until)]
    return sorted(found, key=lambda each: (each.at, each.uid))


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
            uid=f"live-{row.key}",
            join=row.url,
        )
        for row in rows
    ]


def _dates(places: list[Enrolment], since: datetime, until: datetime) -> list[Ahead]:
    given = {pair: each for pair, each in given_in([place.pk for place in places]).items() if each.due()}
    due = {pair: each for pair, each in given.items() if since <= (each.due() or since) < until}
    lessons = Lesson.objects.published().exclude(kind__in=GRADED).in_bulk({lesson for _place, lesson in due})
    done = set(
        LessonProgress.objects.filter(enrolment__in=places, lesson__in=lessons, completed_at__isnull=False).values_list(
            "enrolment_id", "lesson_id"
        )
    )
    courses = {place.pk: place.course for place in places}
    return [
        lesson_due("due", lessons[lesson], courses[place], each.due(), is_extended=each.is_extended())
        for (place, lesson), each in due.items()
        if lesson in lessons and (place, lesson) not in done
    ]


def lesson_due(kind: str, lesson: Lesson, course: Course, at: datetime | None, *, is_extended: bool) -> Ahead:
    """A lesson that is to be done until a moment."""
    assert at is not None
    url = path_to("learning:lesson", course.slug, lesson.slug)
    return Ahead(at, None, kind, lesson.title, course, url, f"due-{lesson.key}", is_extended)
