"""Small, dull courses."""

from __future__ import annotations

from typing import Any

from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson, Module


def course(title: str = "The Second Number", **details: Any) -> Course:
    return actions.create_course(title=title, **details)


def module(of: Course, title: str = "Hear the first number", **more: Any) -> Module:
    return actions.add_module(course=of, title=title, **more)


def lesson(of: Module, title: str = "Why the first number is a question", **more: Any) -> Lesson:
    return actions.add_lesson(module=of, title=title, **more)


def published(title: str = "The Second Number", lessons: int = 2, **details: Any) -> Course:
    made = course(title, **details)
    first = module(made)
    for number in range(1, lessons + 1):
        lesson(first, f"Lesson {number}", minutes=10)
    return actions.publish_course(course=made)


def titles(rows: Any) -> list[tuple[int, str]]:
    return [(row.position, row.title) for row in rows.live().order_by("position")]
