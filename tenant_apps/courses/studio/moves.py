"""The last thing somebody moved or deleted in an outline, so that it can be undone, also after a reload."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson, Module

_SESSION = "courses.last_move"


@dataclass(frozen=True)
class Move:
    """What was done to a module or to lessons, and where each lesson was before: its module's key and its place."""

    course: str
    kind: str
    title: str
    key: str = ""
    position: int = 1
    places: tuple[tuple[str, str, int], ...] = ()

    @property
    def count(self) -> int:
        """How many lessons it was."""
        return len(self.places)


def remember(request: HttpRequest, course: Course, part: Module | Lesson) -> None:
    """Note where something is before it moves."""
    if isinstance(part, Lesson):
        return remember_lessons(request, course, [part], kind="moved")
    move = Move(str(course.key), "module", part.title, str(part.key), part.position or 1)
    return _keep(request, move)


def remember_lessons(request: HttpRequest, course: Course, lessons: Iterable[Lesson], *, kind: str) -> None:
    """Note where lessons are before they are moved or deleted."""
    found = list(lessons)
    places = tuple((str(one.key), str(one.module.key), one.position or 1) for one in found)
    _keep(request, Move(str(course.key), kind, found[0].title if found else "", places=places))


def last(request: HttpRequest, course: Course) -> Move | None:
    """What can be undone in this course."""
    kept = request.session.get(_SESSION)
    if not kept or kept.get("course") != str(course.key) or "places" not in kept:
        return None
    return Move(**kept | {"places": tuple(tuple(place) for place in kept["places"])})


def undo(request: HttpRequest, course: Course) -> Move | None:
    """Put back what is still there, where its old place is still there."""
    move = last(request, course)
    if move is None:
        return None
    del request.session[_SESSION]
    back = {"module": _module_back, "deleted": _deleted_back, "moved": _lessons_back}[move.kind]
    return move if back(course, move, by=request.user) else None


def _keep(request: HttpRequest, move: Move) -> None:
    request.session[_SESSION] = asdict(move)


def _module_back(course: Course, move: Move, by: Any) -> bool:
    module = course.modules.live().filter(key=move.key).first()
    if module is not None:
        actions.move_module(module=module, position=move.position, by=by)
    return module is not None


def _deleted_back(course: Course, move: Move, by: Any) -> bool:
    before = {key: (home, position) for key, home, position in move.places}
    return bool(actions.restore_lessons(course=course, places_before=before, by=by))


def _lessons_back(course: Course, move: Move, by: Any) -> bool:
    lessons = {str(one.key): one for one in course.lessons.live().filter(key__in=[place[0] for place in move.places])}
    homes = {str(one.key): one for one in course.modules.live()}
    back = [(place, lessons[place[0]], homes[place[1]]) for place in move.places if _is_there(place, lessons, homes)]
    for place, lesson, home in sorted(back, key=lambda each: each[0][2]):
        actions.move_lesson(lesson=lesson, module=home, position=place[2], by=by)
    return bool(back)


def _is_there(place: tuple[str, str, int], lessons: dict[str, Lesson], homes: dict[str, Module]) -> bool:
    return place[0] in lessons and place[1] in homes
