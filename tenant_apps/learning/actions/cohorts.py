"""Cohorts: who takes a course together, on dates, with so many seats, and who waits for one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.rooms import Asker
from tenant_apps.courses.models import Course
from tenant_apps.learning import letters
from tenant_apps.learning.events import CohortPlaceChanged
from tenant_apps.learning.models import Cohort, CohortPlace, CohortWish, Enrolment
from tenant_apps.learning.room import count_alone, taken_in_sold
from tenant_apps.people.models import Person
from themes.clocks import business_zone

# how long an offered place is kept, if it can be taken for so long
KEPT = timedelta(hours=48)


class CohortFull(Refused):
    """Every seat is taken, or kept for somebody."""

    message = _("Every place in this cohort is taken.")


class NotItsCourse(Refused):
    """A learner of another course."""

    message = _("This cohort belongs to another course.")


class CohortNamed(Refused):
    """Two of a name."""

    field = "name"
    message = _("This course has a cohort of that name already.")


class EndsBeforeItBegins(Refused):
    """Dates the wrong way round."""

    field = "ends_on"
    message = _("The last day comes before the first.")


class TooFewSeats(Refused):
    """Less than who is in it."""

    field = "seats"
    message = _("More people than that are in it already.")


class CohortInUse(Refused):
    """Learners' dates hang on it."""

    message = _("Somebody is in this cohort. Move them to another one first.")


class Sold(Refused):
    """A place in it has a price."""

    message = _("Places in this cohort are sold, not asked for.")


class CohortBegun(Refused):
    """Too late to join by oneself."""

    message = _("This cohort has begun already.")


class PlaceStays(Refused):
    """A place that was bought, or has begun, is not given up by asking for another."""

    message = _("You are in “%(cohort)s”, which you bought or which has begun. Ask the team to move you.")


class NothingKept(Refused):
    """The offer ran out, or never was."""

    message = _("No place is kept for you here any more. You are on the list again if you ask.")


@transaction.atomic
def save_cohort(
    *,
    course: Course,
    name: str,
    starts_on: date,
    ends_on: date | None = None,
    seats: int | None = None,
    offer: Offer | None = None,
    cohort: Cohort | None = None,
    by: Any = None,
) -> Cohort:
    """Make a cohort, or change one; raises CohortNamed, EndsBeforeItBegins and TooFewSeats."""
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItBegins
    if cohort is not None:
        cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
        if seats is not None and seats < taken_in(cohort):
            raise TooFewSeats
    made = cohort or Cohort(course=course)
    moved = made.starts_on != starts_on
    made.name, made.starts_on, made.ends_on, made.seats, made.offer = name, starts_on, ends_on, seats, offer
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise CohortNamed from error
    if moved:
        Enrolment.objects.live().filter(place__cohort=made).update(look_at=clock_now())
        kept = CohortWish.objects.filter(cohort=made, taken_at=None, ended_at=None)
        kept.filter(offered_until__gt=_closes_at(made)).update(offered_until=_closes_at(made))
    return made


@transaction.atomic
def delete_cohort(*, cohort: Cohort, by: Any = None) -> None:
    """Remove an empty cohort; raises CohortInUse."""
    held = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if held.places.exists():
        raise CohortInUse
    held.delete()


@transaction.atomic
def place(
    *, cohort: Cohort, enrolment: Enrolment, is_bought: bool = False, by: Any = None, now: datetime | None = None
) -> CohortPlace:
    """Give a learner a place, leaving the cohort they were in; raises NotItsCourse and CohortFull.

    Whoever bought one has it: whether there was room was asked when they paid.
    """
    at = now or clock_now()
    if cohort.offer_id is not None and not is_bought:
        count_alone(cohort)
    held = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    if enrolment.course_id != held.course_id:
        raise NotItsCourse
    known = CohortPlace.objects.filter(enrolment=enrolment).first()
    if known is not None and known.cohort_id == held.pk:
        return known
    own = CohortWish.objects.filter(cohort=held, person_id=enrolment.person_id)
    if not is_bought and room_in(held, at, besides=enrolment.person_id) < 1:
        raise CohortFull
    if known is None:
        known = CohortPlace(enrolment=enrolment)
    else:
        _end_wish(known, at)
    known.cohort, known.placed_at = held, at
    known.save()
    own.filter(taken_at=None).update(taken_at=at, ended_at=None)
    Enrolment.objects.filter(pk=enrolment.pk).update(look_at=at, cohort_to_count=True)
    publish(CohortPlaceChanged(enrolment_id=enrolment.pk))
    return known


@transaction.atomic
def leave_cohort(*, enrolment: Enrolment, by: Any = None, now: datetime | None = None) -> None:
    """Take a learner out of their cohort; the next on the list is offered the place."""
    at = now or clock_now()
    known = CohortPlace.objects.select_related("enrolment").filter(enrolment=enrolment).first()
    if known is not None:
        _end_wish(known, at)
        known.delete()
        publish(CohortPlaceChanged(enrolment_id=enrolment.pk))
    Enrolment.objects.filter(pk=enrolment.pk).update(look_at=at, cohort_to_count=True)


def _end_wish(known: CohortPlace, at: datetime) -> None:
    """Who goes may ask again."""
    wishes = CohortWish.objects.filter(cohort=known.cohort_id, person=known.enrolment.person_id)
    wishes.filter(taken_at__isnull=False).update(taken_at=None, ended_at=at)


@transaction.atomic
def ask_for_place(*, cohort: Cohort, enrolment: Enrolment, now: datetime | None = None) -> CohortWish:
    """Put a learner on the list, or in where there is room and nobody waits; twice changes nothing.

    Raises Sold, CohortBegun and PlaceStays.
    """
    at = now or clock_now()
    held = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    _check_joins(held, enrolment, at)
    wish, _fresh = CohortWish.objects.get_or_create(
        cohort=held, person_id=enrolment.person_id, defaults={"wished_at": at}
    )
    if wish.ended_at is not None:
        # once more from the end of the list
        wish.wished_at, wish.ended_at, wish.offered_at, wish.offered_until = at, None, None, None
        wish.save()
    if wish.taken_at is None and room_in(held, at, besides=wish.person_id) > 0 and not _waiting(held, besides=wish):
        place(cohort=held, enrolment=enrolment, now=at)
        wish.refresh_from_db()
    return wish


@transaction.atomic
def take_place(*, cohort: Cohort, enrolment: Enrolment, now: datetime | None = None) -> CohortPlace:
    """Take the place that is kept for a learner; raises Sold, CohortBegun, PlaceStays and NothingKept."""
    at = now or clock_now()
    held = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    _check_joins(held, enrolment, at)
    wish = CohortWish.objects.filter(cohort=held, person_id=enrolment.person_id, ended_at=None).first()
    if wish is None or (wish.taken_at is None and not (wish.offered_until and wish.offered_until > at)):
        raise NothingKept
    return place(cohort=held, enrolment=enrolment, now=at)


def _check_joins(cohort: Cohort, enrolment: Enrolment, at: datetime) -> None:
    if cohort.offer_id is not None:
        raise Sold
    if _has_begun(cohort, at):
        raise CohortBegun
    own = Cohort.objects.filter(places__enrolment=enrolment).exclude(pk=cohort.pk).first()
    if own is not None and (own.offer_id is not None or own.starts_on <= at.astimezone(business_zone()).date()):
        raise PlaceStays(cohort=own.name)


def _has_begun(cohort: Cohort, at: datetime) -> bool:
    return _closes_at(cohort) <= at


def _closes_at(cohort: Cohort) -> datetime:
    """The end of its first day where the business is: nobody joins by themselves from then on."""
    return datetime.combine(cohort.starts_on + timedelta(days=1), time.min, tzinfo=business_zone())


def offer_places(*, now: datetime | None = None) -> int:
    """Offer free places to who has waited longest, and end offers that ran out; returns how many were offered."""
    at = now or clock_now()
    waited_for = CohortWish.objects.filter(taken_at=None, ended_at=None).values_list("cohort_id", flat=True)
    return sum(_offer_in(pk, at) for pk in sorted(set(waited_for)))


@transaction.atomic
def _offer_in(cohort_id: int, at: datetime) -> int:
    cohort = Cohort.objects.select_for_update(no_key=True).select_related("course").get(pk=cohort_id)
    wishes = CohortWish.objects.filter(cohort=cohort, taken_at=None, ended_at=None)
    wishes.filter(offered_until__lte=at).update(ended_at=at)
    if cohort.offer_id is not None or _has_begun(cohort, at):
        return 0
    room = room_in(cohort, at)
    found = list(wishes.filter(offered_at=None).select_related("person").order_by("wished_at", "pk")[: max(0, room)])
    for wish in found:
        wish.offered_at, wish.offered_until = at, min(at + KEPT, _closes_at(cohort))
        wish.save(update_fields=["offered_at", "offered_until"])
        letters.send_place(wish)
    return len(found)


def room_in(cohort: Cohort, at: datetime, *, besides: int = 0) -> int:
    """How many places are neither taken nor kept for somebody besides this person."""
    if cohort.seats is None:
        return 1_000_000
    if cohort.offer_id is not None:
        somebody = Person.objects.filter(pk=besides).first()
        return cohort.seats - taken_in_sold(cohort, besides=Asker(somebody))
    kept = CohortWish.objects.filter(cohort=cohort, taken_at=None, ended_at=None, offered_until__gt=at)
    return cohort.seats - taken_in(cohort, besides) - kept.exclude(person_id=besides).count()


def taken_in(cohort: Cohort, besides: int = 0) -> int:
    """How many are in it; whose place in the course has ended is not."""
    places = CohortPlace.objects.filter(cohort=cohort, enrolment__ended_at=None)
    return places.exclude(enrolment__person_id=besides).count()


def cohort_bought(*, enrolment: Enrolment, offers: list[int], now: datetime | None = None) -> CohortPlace | None:
    """Put a buyer in the cohort that one of these offers sells, if any does."""
    cohort = Cohort.objects.filter(course_id=enrolment.course_id, offer__in=offers).first()
    return place(cohort=cohort, enrolment=enrolment, is_bought=True, now=now) if cohort else None


def _waiting(cohort: Cohort, *, besides: CohortWish) -> bool:
    waiting = CohortWish.objects.filter(cohort=cohort, taken_at=None, ended_at=None)
    return waiting.exclude(pk=besides.pk).exists()
