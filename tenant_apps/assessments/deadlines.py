"""When work is due for somebody, and how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tenant_apps.assessments.models import Assignment, Late, Quiz
from tenant_apps.learning.dates import given_to
from tenant_apps.learning.drip.standing import standing_of
from tenant_apps.learning.models import Cohort, CohortPlace, Enrolment
from tenant_apps.learning.release import zone_of

_DAY = timedelta(days=1)
_END_OF_DAY = time(23, 59)
_LEAST = timedelta(seconds=1)


@dataclass(frozen=True)
class Lateness:
    """How late work is at a moment: begun days, the percent they cost, whether it is still taken."""

    days: int = 0
    minus_percent: int = 0
    is_refused: bool = False


def due_for(assignment: Assignment, enrolment: Enrolment, now: datetime) -> datetime | None:
    """The learner's own date; None without one, and for a cohort's day to whoever is in none."""
    return given_to(enrolment, assignment.lesson).due(usual_due(assignment, enrolment, now))


def usual_due(assignment: Assignment, enrolment: Enrolment, now: datetime) -> datetime | None:
    """The date by the assignment alone, before what a cohort or a learner was given."""
    if assignment.due_at is not None:
        return assignment.due_at
    if assignment.due_days is not None:
        return due_after_opening(assignment, standing_of(enrolment, assignment.lesson, now).at or now)
    if assignment.due_cohort_day is not None:
        place = CohortPlace.objects.filter(enrolment=enrolment).select_related("cohort").first()
        return due_on_cohort_day(assignment, place.cohort, zone_of(enrolment.person)) if place else None
    return None


def due_after_opening(assignment: Assignment, opened: datetime) -> datetime:
    """So many days after the lesson opened to the learner, and after it was made."""
    return max(opened, assignment.lesson.created_at) + (assignment.due_days or 0) * _DAY


def due_on_cohort_day(assignment: Assignment, cohort: Cohort, zone: ZoneInfo) -> datetime:
    """The end of a day of the cohort, where the learner lives."""
    day = cohort.starts_on + timedelta(days=(assignment.due_cohort_day or 1) - 1)
    return datetime.combine(day, _END_OF_DAY, tzinfo=zone)


def quiz_due(quiz: Quiz, enrolment: Enrolment) -> datetime | None:
    """Until when a learner may take a quiz; None for good."""
    return given_to(enrolment, quiz.lesson).due(quiz.due_at)


def attempt_due(started_at: datetime, minutes_up_at: datetime | None, last: datetime | None) -> datetime | None:
    """When an attempt is over: its minutes are up, or the quiz's last moment has come. Never before it began."""
    found = min((each for each in (minutes_up_at, last) if each is not None), default=None)
    return max(found, started_at + _LEAST) if found is not None else None


def lateness(assignment: Assignment, due: datetime | None, at: datetime) -> Lateness:
    """What the policy says of work that comes at this moment."""
    if due is None or at <= due + timedelta(hours=assignment.grace_hours):
        return Lateness()
    days = -((due - at) // _DAY)
    minus = min(100, days * assignment.late_percent) if assignment.late == Late.MINUS else 0
    return Lateness(min(days, 32_767), minus, assignment.late == Late.REFUSE)
