"""Live lessons that are ahead of a learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from marque.kit.tenancy.addresses import path_to
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.learning.agenda import Ahead
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials import queries
from tenant_apps.materials.models import LessonSession
from tenant_apps.people.models import Person

# the longest a session may last
LONGEST = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Meeting(Ahead):
    """A live lesson on its date. It leads to the lesson, which shows the link while it is open."""

    session: LessonSession


def upcoming(person: Person, since: datetime, until: datetime) -> list[Ahead]:
    """The live lessons of a person's courses from `since` to before `until`, the soonest first. Two queries."""
    courses = list(Enrolment.objects.live().filter(person=person).values_list("course_id", flat=True))
    seen = Lesson.objects.published().filter(queries.showing(LessonKind.LIVE), course__in=courses)
    rows = LessonSession.objects.filter(lesson__in=seen, starts_at__gt=since - LONGEST, starts_at__lt=until)
    rows = rows.select_related("lesson__course").order_by("starts_at", "pk")
    return [_meeting(row) for row in rows if row.ends_at > since]


def sessions_between(since: datetime, until: datetime) -> list[tuple[str, datetime, QuerySet[Enrolment]]]:
    """The live lessons that begin then: their uid, when, and the places whose people meet. One query."""
    seen = Lesson.objects.published().filter(queries.showing(LessonKind.LIVE))
    rows = LessonSession.objects.filter(lesson__in=seen, starts_at__gt=since, starts_at__lte=until)
    live = Enrolment.objects.live()
    return [
        (uid_of(row), row.starts_at, live.filter(course=row.lesson.course_id)) for row in rows.select_related("lesson")
    ]


def uid_of(session: LessonSession) -> str:
    """What it is known by, also when it moves."""
    return f"meeting-{session.key}"


def _meeting(row: LessonSession) -> Meeting:
    lesson = row.lesson
    return Meeting(
        at=row.starts_at,
        until=row.ends_at,
        kind="live",
        title=lesson.title,
        course=lesson.course,
        url=path_to("learning:lesson", lesson.course.slug, lesson.slug),
        uid=uid_of(row),
        lesson=lesson,
        session=row,
    )
