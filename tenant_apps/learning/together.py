"""The cohorts of a course as one learner sees them, and what their own has on dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tenant_apps.courses.models import Lesson
from tenant_apps.learning.actions.cohorts import room_in
from tenant_apps.learning.dates import Given, given_in
from tenant_apps.learning.models import Cohort, CohortPlace, CohortWish, Enrolment, Extension, LiveSession
from themes.clocks import business_zone

SHOWN = 6


@dataclass(frozen=True)
class Choice:
    """A cohort that is still to begin. `state` is kept, waiting, room or full."""

    cohort: Cohort
    state: str
    wish: CohortWish | None


@dataclass(frozen=True)
class Together:
    """The learner's own cohort, else the ones they may ask for a place in."""

    own: Cohort | None
    choices: list[Choice]


def together_in(enrolment: Enrolment, now: datetime) -> Together:
    """What there is, soonest first; one that is sold is joined by buying it."""
    place = CohortPlace.objects.filter(enrolment=enrolment).select_related("cohort").first()
    if place is not None:
        return Together(place.cohort, [])
    # joining closes with the first day where the business is
    today = now.astimezone(business_zone()).date()
    coming = list(Cohort.objects.filter(course_id=enrolment.course_id, offer=None, starts_on__gte=today)[:SHOWN])
    if not coming:
        return Together(None, [])
    wishes = {
        wish.cohort_id: wish
        for wish in CohortWish.objects.filter(cohort__in=coming, person_id=enrolment.person_id, ended_at=None)
    }
    return Together(None, [_choice(cohort, wishes.get(cohort.pk), now) for cohort in coming])


def _choice(cohort: Cohort, wish: CohortWish | None, now: datetime) -> Choice:
    if wish is not None and wish.offered_until is not None and wish.offered_until > now:
        state = "kept"
    elif wish is not None and wish.taken_at is None:
        state = "waiting"
    else:
        state = "room" if room_in(cohort, now) > 0 else "full"
    return Choice(cohort, state, wish)


@dataclass(frozen=True)
class Dated:
    """A lesson the cohort does until a moment, which may be later for this learner."""

    lesson: Lesson
    due_at: datetime
    extension: Extension | None
    is_done: bool


@dataclass(frozen=True)
class Timetable:
    """What a cohort has on dates, for one of its learners."""

    live_sessions: list[LiveSession]
    over: list[LiveSession]
    dates: list[Dated]


def timetable_of(place: CohortPlace, now: datetime) -> Timetable:
    """Live sessions that are to come and those that are over, and every deadline. Five queries."""
    rows = list(place.cohort.live_sessions.all())
    given = given_in([place.enrolment_id])
    deadlines = place.cohort.deadlines.select_related("lesson").filter(
        lesson__archived_at=None, lesson__draft_since=None
    )
    done = set(place.enrolment.progress.filter(completed_at__isnull=False).values_list("lesson_id", flat=True))
    dates = [_dated(each.lesson, given[place.enrolment_id, each.lesson_id], done) for each in deadlines]
    return Timetable(
        [row for row in rows if row.ends_at > now],
        [row for row in rows if row.ends_at <= now and row.cancelled_at is None],
        sorted(dates, key=lambda each: each.due_at),
    )


def _dated(lesson: Lesson, given: Given, done: set[int]) -> Dated:
    due = given.due()
    assert due is not None
    return Dated(lesson, due, given.own if given.is_extended() else None, lesson.pk in done)
