"""Noting whom to tell of dates ahead: what is due on the morning before, live sessions an hour before.

A notice is written before its letter, and one for each moment, so that nothing is told twice and a moved date again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tenant_apps.assessments import agenda as assessments
from tenant_apps.learning import agenda as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.release import zone_of
from tenant_apps.materials import agenda as materials
from tenant_apps.place.models import DateNotice, DateWish
from tenant_apps.place.mornings import end_of_tomorrow, mornings

HOUR = timedelta(hours=1)
# what is noticed later than this is left to the next morning
LATE = timedelta(hours=3)
# the end of tomorrow is never further than this, wherever somebody lives
_FURTHEST = timedelta(days=2)
# each minute until a round's time is up, so that fifty thousand are looked at within a morning
BATCH = 600
# of what begins within the hour: fifty thousand are written to in the first half of it
SOONEST = 2000
# more than most have due at once
_EACH = 4
# a worker that was asked may be slow, or was killed
AGAIN = timedelta(minutes=5)
# so many rows are written or dropped in one go
_AT_ONCE = 5000
# past this, what was told can come back no more
KEPT = timedelta(days=7)
_UNPAUSED = Q(pace__paused_at__isnull=True)


def look_for_due(*, now: datetime) -> bool:
    """Note what is due today or tomorrow for some of those whose morning it is. True: others may be left."""
    until = now + _FURTHEST
    courses = learning.dated_courses(now, until) | assessments.dated_courses(now, until)
    if not courses:
        return False
    taking = Enrolment.objects.live().filter(_UNPAUSED, course__in=courses)
    sizes = [_look_on(day, taking, here, now) for day, here in mornings(now).items()]
    return BATCH in sizes


@transaction.atomic
def _look_on(day: date, taking: QuerySet[Enrolment], here: Q, now: datetime) -> int:
    wishes = DateWish.objects.filter(person=OuterRef("person"))
    seen = Exists(wishes.filter(Q(looked_on__gte=day) | Q(due_stopped_at__isnull=False)))
    waiting = taking.filter(here).exclude(seen).order_by("person_id").values_list("person_id", flat=True)
    people = list(waiting.distinct()[:BATCH])
    places = list(taking.filter(person__in=people).select_related("course", "person")) if people else []
    until = now + _FURTHEST
    notices = [
        DateNotice(person_id=place.person_id, uid=each.uid, at=each.at, created_at=now)
        for app in (learning, assessments)
        for place, each in app.due_in(places, now, until)
        if each.at < end_of_tomorrow(day, zone_of(place.person))
    ]
    # in one order, so that two rounds at once wait for each other and never in a ring
    notices.sort(key=lambda each: (each.person_id, each.uid))
    DateNotice.objects.bulk_create(notices, ignore_conflicts=True)
    looked = [DateWish(person_id=person, looked_on=day) for person in people]
    DateWish.objects.bulk_create(looked, update_conflicts=True, unique_fields=["person"], update_fields=["looked_on"])
    return len(people)


def look_for_live(*, now: datetime) -> None:
    """Note who has a live session within the hour; who comes into it later has theirs then."""
    for app in (learning, materials):
        for uid, at, places in app.sessions_between(now, now + HOUR):
            told = DateNotice.objects.filter(person=OuterRef("person"), uid=uid, at=at)
            stopped = DateWish.objects.filter(person=OuterRef("person"), live_stopped_at__isnull=False)
            fresh = places.filter(_UNPAUSED).exclude(Exists(told)).exclude(Exists(stopped))
            _note(uid, at, fresh.order_by("person_id").values_list("person_id", flat=True), now)


def _note(uid: str, at: datetime, people: Iterable[int], now: datetime) -> None:
    everybody = list(people)
    for first in range(0, len(everybody), _AT_ONCE):
        some = everybody[first : first + _AT_ONCE]
        notices = [DateNotice(person_id=person, uid=uid, at=at, created_at=now) for person in some]
        with transaction.atomic():
            # another moment that was told holds no more: should it come back, it is told again
            _drop(DateNotice.objects.filter(person__in=some, uid=uid).exclude(at=at))
            DateNotice.objects.bulk_create(notices, ignore_conflicts=True)


def forget_stale(*, now: datetime) -> None:
    """Drop notices nobody got to in time, which are noted again on the next morning, and some of those long past."""
    waiting = DateNotice.objects.filter(settled_at=None)
    waiting.filter(Q(at__lte=now) | Q(created_at__lt=now - LATE)).delete()
    with transaction.atomic():
        _drop(DateNotice.objects.filter(settled_at__isnull=False, at__lt=now - KEPT).order_by("at")[:_AT_ONCE])


def _drop(notices: QuerySet[DateNotice]) -> None:
    # two rounds at once leave each other theirs, and never wait in a ring
    rows = list(notices.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if rows:
        DateNotice.objects.filter(pk__in=rows).delete()


@transaction.atomic
def due_for_letters(*, now: datetime, most: int = BATCH, soonest: int = SOONEST) -> list[int]:
    """Who is to be written to: the next hour first, then others; asked again where no letter came of it."""
    waiting = DateNotice.objects.filter(settled_at=None, at__gt=now).exclude(asked_at__gt=now - AGAIN)
    # whoever was asked for waits behind all who were not; two rounds at once leave each other theirs
    waiting = waiting.select_for_update(skip_locked=True)
    in_turn = waiting.order_by(F("asked_at").asc(nulls_first=True), "at", "pk")
    soon, later = in_turn.filter(at__lte=now + HOUR), in_turn.filter(at__gt=now + HOUR)
    people = list(dict.fromkeys(_people(soon, soonest) + _people(later, most)))
    # a letter tells all that waits for its person, so each of these waits behind the others' now
    theirs = list(waiting.filter(person__in=people).values_list("pk", flat=True))
    DateNotice.objects.filter(pk__in=theirs).update(asked_at=now)
    return people


def _people(notices: QuerySet[DateNotice], most: int) -> list[int]:
    """So many people at most, of as many notices as they may well have."""
    found = notices.values_list("person_id", flat=True)[: _EACH * most]
    return list(dict.fromkeys(found))[:most]
