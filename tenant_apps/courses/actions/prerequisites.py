"""Which courses have to be finished before one opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from marque.kit.facts.outbox import publish
from tenant_apps.courses import freshness
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.release import check_course
from tenant_apps.courses.events import PrerequisitesChanged
from tenant_apps.courses.models import Course, Prerequisite


@transaction.atomic
def set_prerequisites(*, course: Course, needs: Iterable[Course], by: Any = None) -> None:
    """Let a course open to whoever enrols from now on once they have finished these; raises WaitsForItself.

    To whom it is open it stays open; who waits already waits for these instead.
    """
    places.lock(course.pk)
    wanted = {each.pk for each in needs} - {course.pk}
    before = set(Prerequisite.objects.filter(course=course).values_list("needs_id", flat=True))
    if wanted == before:
        return
    Prerequisite.objects.filter(course=course).exclude(needs__in=wanted).delete()
    Prerequisite.objects.bulk_create([Prerequisite(course=course, needs_id=pk) for pk in sorted(wanted - before)])
    check_course(course)
    publish(PrerequisitesChanged(course_id=course.pk))
    freshness.course_changed(course.pk)
