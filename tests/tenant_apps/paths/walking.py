"""Small, dull paths."""

from __future__ import annotations

from typing import Any

from tenant_apps.courses.models import Course, Lesson
from tenant_apps.entitlements.by_hand import give
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.paths import actions
from tenant_apps.paths.models import Path, PathPlace
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import published


def path_of(*courses: Course, optional: tuple[Course, ...] = (), title: str = "Painter", **details: Any) -> Path:
    made = actions.create_path(title=title)
    for each in courses:
        actions.add_step(path=made, course=each, is_optional=each in optional)
    if details:
        actions.update_path(path=made, **details)
    return actions.publish_path(path=made)


def three() -> list[Course]:
    return [published(title, lessons=1) for title in ("Line", "Colour", "Light")]


def buy(person: Person, path: Path, by: Any = "Alice") -> PathPlace:
    """As a purchase does: an entitlement to the path."""
    give(person=person, product=path.product, reason="A prize", by=None)
    return PathPlace.objects.get(person=person, path=path)


def finish(person: Person, course: Course) -> None:
    """Every lesson of it."""
    enrolment = Enrolment.objects.get(person=person, course=course)
    for lesson in Lesson.objects.published().filter(course=course):
        learning.complete_lesson(enrolment=enrolment, lesson=lesson)
