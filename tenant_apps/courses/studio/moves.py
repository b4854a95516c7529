"""The last move somebody made in an outline, so that it can be undone, also after a reload."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest

from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson, Module

_SESSION = "courses.last_move"


@dataclass(frozen=True)
class Move:
    """What moved, and where it was before."""

    course: str
    kind: str
    key: str
    title: str
    module: str
    position: int


def remember(request: HttpRequest, course: Course, part: Module | Lesson) -> None:
    """Note where something is before it moves."""
    is_lesson = isinstance(part, Lesson)
    move = Move(
        course=str(course.key),
        kind="lesson" if is_lesson else "module",
        key=str(part.key),
        title=part.title,
        module=str(part.module.key) if isinstance(part, Lesson) else "",
        position=part.position or 1,
    )
    request.session[_SESSION] = asdict(move)


def last(request: HttpRequest, course: Course) -> Move | None:
    """The move of this course that can be undone."""
    kept = request.session.get(_SESSION)
    return Move(**kept) if kept and kept["course"] == str(course.key) else None


def undo(request: HttpRequest, course: Course) -> Move | None:
    """Put the last moved thing back, if it and its old place are still there."""
    move = last(request, course)
    if move is None:
        return None
    del request.session[_SESSION]
    if move.kind == "module":
        module = course.modules.live().filter(key=move.key).first()
        if module is None:
            return None
        actions.move_module(module=module, position=move.position, by=request.user)
        return move
    lesson = course.lessons.live().filter(key=move.key).first()
    home = course.modules.live().filter(key=move.module).first()
    if lesson is None or home is None:
        return None
    actions.move_lesson(lesson=lesson, module=home, position=move.position, by=request.user)
    return move
