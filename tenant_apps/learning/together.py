"""The cohorts of a course as one learner sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tenant_apps.learning.actions.cohorts import room_in
from tenant_apps.learning.models import Cohort, CohortPlace, CohortWish, Enrolment
from tenant_apps.learning.release import zone_of

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
    today = now.astimezone(zone_of(enrolment.person)).date()
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
