"""A published course with one lesson of a kind, and somebody in it."""

from __future__ import annotations

from typing import Any

from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import enrolment, person


def a_lesson(kind: str, **more: Any) -> Lesson:
    made = course()
    found = lesson(module(made), "The work", kind=kind, **more)
    courses.publish_course(course=made)
    return Lesson.objects.select_related("course", "module", "asset").get(pk=found.pk)


def learner(of: Lesson, name: str = "carol") -> Enrolment:
    return enrolment(of.course, person(f"{name}@example.com", name.capitalize()))
