"""What a path gives: its courses to whoever bought it, each in its turn where the order holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from marque.kit.clock import now as clock_now
from marque.kit.facts.outbox import publish
from tenant_apps.courses.models import Course
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.entitlements.queries import has_access
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import AwaitedCourse, Enrolment
from tenant_apps.learning.queries import unfinished
from tenant_apps.paths.actions.joining import arrive
from tenant_apps.paths.events import PathFollowed
from tenant_apps.paths.models import Path, PathPlace, PathStep
from tenant_apps.paths.queries import steps_of, with_before

SOURCE = "path:"
# what one transaction holds: a few seconds, and as many people's entitlements
AT_ONCE = 100


def source_of(path: Path) -> str:
    """How an entitlement or a wait names the path it comes from."""
    return f"{SOURCE}{path.key}"


@transaction.atomic
def follow_next(*, path: Path, after: int = 0, now: datetime | None = None) -> int:
    """Bring some of those on a path in line with it, from the person behind `after` on; returns how many.

    Who is left has their turn in a transaction of their own. Safe to be cut off, and to repeat.
    """
    places = PathPlace.objects.live().filter(path=path, person__gt=after).select_related("person", "path__product")
    # in the sequence in which people are locked
    found = list(places.order_by("person")[:AT_ONCE])
    for place in found:
        follow(place=place, now=now)
    if len(found) == AT_ONCE:
        publish(PathFollowed(path_id=path.pk, after=found[-1].person_id))
    return len(found)


@transaction.atomic
def follow(*, place: PathPlace, anew: bool = False, by: Any = None, now: datetime | None = None) -> PathPlace:
    """Give what the path holds to whoever has it, in its order; what is open to them stays open.

    A course that was taken from them comes back only when the path itself does: `anew`.
    """
    at, steps = now or clock_now(), steps_of(place.path)
    fresh = _give(place, steps, anew, by) if has_access(place.person, place.path.product, at) else set()
    _order(place, steps, fresh, at)
    arrive(place=place, now=at)
    return place


def release_bought(*, held: Entitlement) -> None:
    """Open at once what somebody also has by another way than a path, while that way is open."""
    if not Entitlement.objects.open(clock_now()).filter(pk=held.pk).exists():
        return
    waiting = AwaitedCourse.objects.filter(
        enrolment__person=held.person_id, enrolment__course__product=held.product_id, source__startswith=SOURCE
    )
    for row in waiting.exclude(source=held.source).select_related("enrolment"):
        learning.await_courses(enrolment=row.enrolment, courses=[], source=row.source)


def _give(place: PathPlace, steps: list[PathStep], anew: bool, by: Any) -> set[int]:
    """Grant each course that was not granted before; returns which of them came by this alone."""
    source, person = source_of(place.path), place.person
    products = [step.course.product_id for step in steps]
    theirs = Entitlement.objects.filter(person=person, product__in=products)
    known = set(theirs.filter(source=source).values_list("product_id", flat=True))
    others = set(theirs.open(clock_now()).exclude(source=source).values_list("product_id", flat=True))
    for step in steps:
        if step.course.product_id in known and not anew:
            continue
        entitlements.grant(person=person, product=step.course.product, source=source, by=by, anew=anew)
    return {step.course_id for step in steps if step.course.product_id not in known | others}


def _order(place: PathPlace, steps: list[PathStep], fresh: set[int], at: datetime) -> None:
    """Let what is new wait for the course before it, and what waits already for the one before it now."""
    source, path = source_of(place.path), place.path
    after: dict[int, Course | None] = {step.course_id: before for step, before in with_before(steps)}
    waits = set(AwaitedCourse.objects.filter(enrolment__person=place.person, source=source).values_list("enrolment"))
    concerned = fresh if path.is_enforced else set()
    for enrolment in Enrolment.objects.live().filter(person=place.person).select_related("course"):
        waiting = (enrolment.pk,) in waits and unfinished(enrolment).filter(source=source).exists()
        if waiting or enrolment.course_id in concerned:
            before = after.get(enrolment.course_id) if path.is_enforced else None
            learning.await_courses(enrolment=enrolment, courses=[before] if before else [], source=source, now=at)
