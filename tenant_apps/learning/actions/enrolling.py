"""Giving a person a place in a course, and taking it away: by what they were sold, and by the team's hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses.models import Course
from tenant_apps.courses.queries import prerequisites_of
from tenant_apps.entitlements import by_hand
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.entitlements.queries import has_access
from tenant_apps.learning import room
from tenant_apps.learning.actions.awaiting import PREREQUISITE, await_courses
from tenant_apps.learning.actions.inviting import invite
from tenant_apps.learning.events import EnrolmentEnded, EnrolmentStarted
from tenant_apps.learning.models import Enrolment
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person


class EnrolledAlready(Refused):
    """Nothing is to be given."""

    field = "email"
    message = _("This person has the course already.")


@transaction.atomic
def enrol(
    *, person: Person, course: Course, source: str = "", by: Any = None, now: datetime | None = None
) -> Enrolment:
    """Give a person a place. Twice changes nothing; after an end it opens again where they were."""
    enrolment, started = Enrolment.objects.get_or_create(
        person=person, course=course, defaults={"source": source, "started_at": now or clock_now()}
    )
    if started:
        publish(EnrolmentStarted(enrolment_id=enrolment.pk, person_id=person.pk, course_id=course.pk))
        if needs := prerequisites_of(course):
            await_courses(enrolment=enrolment, courses=needs, source=PREREQUISITE, now=now)
    elif enrolment.ended_at is not None:
        enrolment.ended_at, enrolment.source = None, source
        # rules may have changed meanwhile
        enrolment.look_at = now or clock_now()
        enrolment.save(update_fields=["ended_at", "source", "look_at"])
        room.refresh(course.pk)
    return enrolment


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, by: Any = None, now: datetime | None = None) -> Enrolment:
    """Close the course to this person; what they did stays. Twice changes nothing."""
    at = now or clock_now()
    if Enrolment.objects.live().filter(pk=enrolment.pk).update(ended_at=at):
        enrolment.ended_at = at
        publish(EnrolmentEnded(enrolment_id=enrolment.pk, person_id=enrolment.person_id, course_id=enrolment.course_id))
    return enrolment


@transaction.atomic
def enrol_by_hand(
    *,
    course: Course,
    email: str,
    name: str = "",
    reason: str,
    by: Any,
    expires_at: datetime | None = None,
    tell: bool = False,
    message: str = "",
) -> Enrolment:
    """Give somebody a course for a reason, and with it their place; whoever is not known yet is met.

    `tell` has them told by email, with a message if there is one.
    Raises EnrolledAlready, ReasonMissing, OverAlready and LimitReached.
    """
    people.make_room(email=email)
    person = people.meet(email=email, name=name)
    if has_access(person, course.product, clock_now()):
        raise EnrolledAlready
    by_hand.give(person=person, product=course.product, reason=reason, by=by, expires_at=expires_at)
    enrolment = Enrolment.objects.select_related("person", "course").get(person=person, course=course)
    if tell:
        invite(enrolment=enrolment, by=by, message=message)
    return enrolment


@transaction.atomic
def end_by_hand(*, enrolment: Enrolment, reason: str, by: Any) -> Enrolment:
    """Take away everything for which a person has the course, and with it their place. Twice changes nothing.

    Raises ReasonMissing.
    """
    if not reason.strip():
        raise by_hand.ReasonMissing
    held = Entitlement.objects.of(enrolment.person, enrolment.course.product).filter(revoked_at__isnull=True)
    for each in held.select_related("person", "product"):
        by_hand.take_away(entitlement=each, reason=reason, by=by)
    # a place that nothing gave is ended all the same
    return end_enrolment(enrolment=Enrolment.objects.get(pk=enrolment.pk), by=by)


@transaction.atomic
def extend_by_hand(*, enrolment: Enrolment, expires_at: datetime, reason: str, by: Any) -> Entitlement:
    """Let what gives a person the course the longest end later, or open again what ran out. Twice changes nothing.

    Raises NotLonger, EndsByItself, OverAlready and ReasonMissing.
    """
    held = Entitlement.objects.of(enrolment.person, enrolment.course.product).select_related("person", "product")
    if held.open(clock_now()).filter(expires_at__isnull=True).exists():
        raise by_hand.NotLonger
    sold_or_given = held.filter(Q(source=by_hand.BY_HAND) | Q(source__startswith="order:"))
    longest = sold_or_given.exclude(expires_at=None).order_by("-expires_at", "-pk").first()
    if longest is None:
        raise by_hand.EndsByItself
    return by_hand.extend(entitlement=longest, expires_at=expires_at, reason=reason, by=by)
