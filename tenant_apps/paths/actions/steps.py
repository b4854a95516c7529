"""Which courses a path holds, and in which order."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.positions import place, renumber
from tenant_apps.accounts.models import User
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of
from tenant_apps.paths import approval
from tenant_apps.paths.actions import order
from tenant_apps.paths.actions.order import WaitsForItself
from tenant_apps.paths.models import Path, PathStep

__all__ = [
    "InItAlready",
    "NotYourCourse",
    "WaitsForItself",
    "add_step",
    "move_step",
    "remove_step",
    "set_optional",
]


class InItAlready(Refused):
    """A course stands on a path once."""

    message = _("This course is on the path already.")
    field = "course"


class NotYourCourse(Refused):
    """Whoever makes a path gives away what is in it."""

    message = _("Put in courses that you build yourself, or ask the owner of the business.")
    field = "course"


@transaction.atomic
def add_step(*, path: Path, course: Course, is_optional: bool = False, by: Any = None) -> PathStep:
    """Put a course at the end; whoever bought the path gets it too.

    Raises InItAlready, NotYourCourse, WaitsForItself and SeenOnTheWay.
    """
    approval.refuse_seen_change(order.lock(path), by)
    if isinstance(by, User) and not courses_of(by).filter(pk=course.pk).exists():
        raise NotYourCourse
    steps = list(path.steps.order_by("position"))
    if any(step.course_id == course.pk for step in steps):
        raise InItAlready
    last = steps[-1].position if steps else 0
    made = PathStep.objects.create(path=path, course=course, position=last + 1, is_optional=is_optional)
    order.changed(path)
    return made


@transaction.atomic
def set_optional(*, step: PathStep, on: bool, by: Any = None) -> PathStep:
    """Say whether the path is finished without this course; raises WaitsForItself and SeenOnTheWay."""
    approval.refuse_seen_change(order.lock(step.path), by)
    step.is_optional = on
    step.save(update_fields=["is_optional"])
    order.changed(step.path)
    return step


@transaction.atomic
def move_step(*, step: PathStep, position: int, by: Any = None) -> PathStep:
    """Put a course in another place, as close to it as there is one; raises WaitsForItself."""
    order.lock(step.path)
    place(step.path.steps.order_by("position"), step, position)
    order.changed(step.path)
    return step


@transaction.atomic
def remove_step(*, step: PathStep, by: Any = None) -> None:
    """Take a course off the path. Who has it by the path keeps it. Raises WaitsForItself and SeenOnTheWay."""
    approval.refuse_seen_change(order.lock(step.path), by)
    step.delete()
    renumber(step.path.steps.order_by("position"))
    order.changed(step.path, step.course)
