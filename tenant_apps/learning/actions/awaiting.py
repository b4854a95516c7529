"""Places that open once other courses are finished."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from marque.kit.clock import now as clock_now
from marque.kit.facts.outbox import publish
from tenant_apps.courses.models import Course
from tenant_apps.courses.queries import prerequisites_of
from tenant_apps.learning.events import CourseOpened, PrerequisitesFollowed
from tenant_apps.learning.models import AwaitedCourse, Enrolment
from tenant_apps.learning.queries import unfinished

# who asks for a wait: the course itself
PREREQUISITE = "prerequisite"
# what one transaction holds
AT_ONCE = 200


@transaction.atomic
def await_courses(
    *, enrolment: Enrolment, courses: Iterable[Course], source: str, by: Any = None, now: datetime | None = None
) -> None:
    """Let a place open once these are finished, as far as this source has a say; twice changes nothing.

    What the learner has finished already is not waited for, and what they opened stays open.
    """
    at = now or clock_now()
    held = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    was_shut = unfinished(held).exists()
    asked = [each.pk for each in courses if each.pk != held.course_id]
    done = Enrolment.objects.filter(person_id=held.person_id, course__in=asked, completed_at__isnull=False)
    wanted = set(asked) - set(done.values_list("course_id", flat=True))
    AwaitedCourse.objects.filter(enrolment=held, source=source).exclude(course__in=asked).delete()
    rows = [AwaitedCourse(enrolment=held, course_id=pk, source=source) for pk in sorted(wanted)]
    AwaitedCourse.objects.bulk_create(rows, ignore_conflicts=True)
    held.awaits, held.look_at = held.awaited.exists(), at
    held.save(update_fields=["awaits", "look_at"])
    enrolment.awaits = held.awaits
    if was_shut and not unfinished(held).exists():
        _tell(held, at)


@transaction.atomic
def follow_prerequisites(*, course: Course, after: int = 0, now: datetime | None = None) -> int:
    """Let some of those who wait for a course's prerequisites wait for those it has now; returns how many were seen.

    From the enrolment behind `after` on; who is left has their turn in a transaction of their own. Safe to be cut off,
    and to repeat.
    """
    needs = prerequisites_of(course)
    waiting = AwaitedCourse.objects.filter(enrolment__course=course, source=PREREQUISITE).values("enrolment_id")
    found = list(Enrolment.objects.filter(pk__in=waiting, pk__gt=after).order_by("pk")[:AT_ONCE])
    for enrolment in found:
        if unfinished(enrolment).filter(source=PREREQUISITE).exists():
            await_courses(enrolment=enrolment, courses=needs, source=PREREQUISITE, now=now)
    if len(found) == AT_ONCE:
        publish(PrerequisitesFollowed(course_id=course.pk, after=found[-1].pk))
    return len(found)


@transaction.atomic
def open_after(*, person_id: int, course_id: int, now: datetime | None = None) -> int:
    """Tell of every place of a person that finishing this course opened; returns how many. Twice tells nothing."""
    waiting = AwaitedCourse.objects.filter(course=course_id, told_at=None).values("enrolment_id")
    held = Enrolment.objects.live().filter(person=person_id, pk__in=waiting).order_by("pk")
    at, opened = now or clock_now(), 0
    for enrolment in held.select_for_update(no_key=True):
        untold = enrolment.awaited.filter(course=course_id, told_at=None).exists()
        if untold and not unfinished(enrolment).exists():
            _tell(enrolment, at)
            opened += 1
    return opened


def _tell(enrolment: Enrolment, at: datetime) -> None:
    enrolment.awaited.filter(told_at=None).update(told_at=at)
    publish(CourseOpened(enrolment_id=enrolment.pk, person_id=enrolment.person_id, course_id=enrolment.course_id))
