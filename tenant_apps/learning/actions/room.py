"""How many people a course takes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tenant_apps.courses import freshness
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Capacity


@transaction.atomic
def set_capacity(*, course: Course, seats: int | None, by: Any = None) -> Capacity | None:
    """Say how many may have a place at once; None takes everybody. Whoever is in it stays, however many they are."""
    kept = None
    if seats is None:
        Capacity.objects.filter(course=course).delete()
    else:
        kept, _made = Capacity.objects.update_or_create(course=course, defaults={"seats": seats})
    freshness.course_changed(course.pk)
    return kept
