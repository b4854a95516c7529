"""What learners left on lessons, told by the app that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tenant_apps.courses.models import Lesson


@dataclass(frozen=True)
class Trace:
    """How many learners opened a lesson, and how many of them finished it."""

    begun: int = 0
    finished: int = 0


Teller = Callable[[Iterable[int]], dict[int, Trace]]
_tellers: list[Teller] = []


def tells_traces(teller: Teller) -> Teller:
    """Register who knows, by the lessons' ids."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def traces_of(lessons: Iterable[Lesson]) -> dict[int, Trace]:
    """What learners left on each; a lesson nobody opened is not named."""
    ids = [lesson.pk for lesson in lessons]
    return {pk: trace for teller in _tellers for pk, trace in teller(ids).items()}
