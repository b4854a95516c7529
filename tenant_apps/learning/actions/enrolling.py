"""Giving a person a place in a course, and taking it away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from marque.kit.clock import now as clock_now
from marque.kit.facts.outbox import publish
from tenant_apps.courses.models import Course
from tenant_apps.learning.events import EnrolmentEnded, EnrolmentStarted
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.models import Person


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
    elif enrolment.ended_at is not None:
        enrolment.ended_at, enrolment.source = None, source
        # rules may have changed meanwhile
        enrolment.look_at = now or clock_now()
        enrolment.save(update_fields=["ended_at", "source", "look_at"])
    return enrolment


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, by: Any = None, now: datetime | None = None) -> Enrolment:
    """Close the course to this person; what they did stays. Twice changes nothing."""
    at = now or clock_now()
    if Enrolment.objects.live().filter(pk=enrolment.pk).update(ended_at=at):
        enrolment.ended_at = at
        publish(EnrolmentEnded(enrolment_id=enrolment.pk, person_id=enrolment.person_id, course_id=enrolment.course_id))
    return enrolment
