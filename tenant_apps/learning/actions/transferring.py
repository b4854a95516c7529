"""Moving a learner to another course, or to another cohort."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.catalog.rooms import Asker
from tenant_apps.courses.models import Course
from tenant_apps.courses.queries import prerequisites_of
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.learning import room
from tenant_apps.learning.actions.awaiting import PREREQUISITE, await_courses
from tenant_apps.learning.actions.cohorts import leave_cohort, place
from tenant_apps.learning.actions.enrolling import end_enrolment, enrol
from tenant_apps.learning.actions.paces import ReasonMissing
from tenant_apps.learning.actions.refusals import EnrolmentOver
from tenant_apps.learning.events import EnrolmentTransferred
from tenant_apps.learning.models import Cohort, Enrolment, Transfer

# what is given once, and by nothing that would give it again
MOVABLE = ("order", "hand", "")


class NowhereElse(Refused):
    """They are there already."""

    field = "to"
    message = _("They have a place there already.")


class ComesByItself(Refused):
    """Moving it would last until the next renewal."""

    field = "to"
    message = _("This place comes with a subscription, a team, a path or a membership. Change what that gives instead.")


@transaction.atomic
def transfer(
    *,
    enrolment: Enrolment,
    course: Course,
    reason: str,
    by: Any,
    cohort: Cohort | None = None,
    now: datetime | None = None,
) -> Transfer:
    """Move a learner's place to another course, or within one to another cohort; what they did stays where it was.

    What gave the old place gives the new one: a refund takes it back. Raises ReasonMissing, EnrolmentOver, NowhereElse,
    ComesByItself, CourseFull, NotItsCourse and CohortFull.
    """
    at = now or clock_now()
    if not reason.strip():
        raise ReasonMissing
    entitlements.take_turns(enrolment.person)
    places = Enrolment.objects.select_for_update(no_key=True, of=("self",))
    held = places.select_related("person", "course__product").get(pk=enrolment.pk)
    if not held.is_live:
        raise EnrolmentOver
    to = held if course.pk == held.course_id else _moved(held, course, at, by)
    if to.pk == held.pk and (cohort is None or held.pk in _places_in(cohort)):
        raise NowhereElse
    if cohort is not None:
        place(cohort=cohort, enrolment=to, by=by, now=at)
    why = reason.strip()[:300]
    made = Transfer.objects.create(
        enrolment=held, to=to, cohort=cohort, reason=why, moved_at=at, moved_by=str(by)[:254]
    )
    publish(EnrolmentTransferred(transfer_id=made.pk, person_id=held.person_id))
    data = {"from": held.course.title, "to": course.title, "cohort": cohort.name if cohort else ""}
    here, target = require_tenant().id, str(held.key)
    audit.record(by=str(by), action="learning.transferred", target=target, tenant_id=here, reason=why, data=data)
    return made


def _moved(held: Enrolment, course: Course, at: datetime, by: Any) -> Enrolment:
    """The place in the other course, for the same reasons as the old one."""
    person, product = held.person, course.product
    if Enrolment.objects.live().filter(person=person, course=course).exists():
        raise NowhereElse
    reasons = list(Entitlement.objects.of(person, held.course.product).filter(revoked_at=None).order_by("pk"))
    if any(each.source.partition(":")[0] not in MOVABLE for each in reasons):
        raise ComesByItself
    room.require_seat(product, Asker(person))
    leave_cohort(enrolment=held, by=by, now=at)
    for each in reasons:
        given = entitlements.grant(
            person=person, product=product, source=each.source, expires_at=each.expires_at, by=by, anew=True
        )
        given.reason, given.granted_by, given.suspended_at = each.reason, each.granted_by, each.suspended_at
        given.save(update_fields=["reason", "granted_by", "suspended_at"])
        entitlements.take_away(entitlement=each, by=by)
    end_enrolment(enrolment=held, by=by, now=at)
    made = enrol(person=person, course=course, source=held.source, by=by, now=at)
    # nobody waits for the course they were taken out of
    needs = [each for each in prerequisites_of(course) if each.pk != held.course_id]
    await_courses(enrolment=made, courses=needs if made.awaits else [], source=PREREQUISITE, by=by, now=at)
    return made


def _places_in(cohort: Cohort) -> set[int]:
    return set(cohort.places.values_list("enrolment_id", flat=True))
