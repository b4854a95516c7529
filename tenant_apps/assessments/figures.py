"""How questions went, in figures, and room for whoever counts answers to banks' questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tenant_apps.assessments.models import BankQuestion
from tenant_apps.courses.models import Course

ENOUGH = 10
COLUMNS = ("asked", "right", "left_out", "tells_apart", "wrong_answer", "wrong_times")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """First attempts at a question. `tells` is how well it goes with the score of the whole attempt, -1 to 1."""

    asked: int = 0
    right: int = 0
    left_out: int = 0
    tells: float | None = None
    wrong: str = ""
    wrong_times: int = 0

    @property
    def share(self) -> int:
        """Right, in percent."""
        return round(100 * self.right / self.asked) if self.asked else 0

    @property
    def verdict(self) -> str:
        """What to say of it: few, reversed, hard, mute, easy or good."""
        if self.asked < ENOUGH:
            return "few"
        if self.tells is not None and self.tells < 0:
            return "reversed"
        if self.share < 30:
            return "hard"
        if self.tells is not None and self.tells < 0.2 and self.share < 95:
            return "mute"
        return "easy" if self.share >= 95 else "good"

    @property
    def cells(self) -> tuple[Any, ...]:
        """The same in a file."""
        tells = "" if self.tells is None else round(self.tells, 2)
        return (self.asked, self.right, self.left_out, tells, self.wrong, self.wrong_times)


Source = Callable[[Sequence[BankQuestion], QuerySet[Course]], Mapping[UUID, Figures]]
_sources: list[Source] = []


def figures_source(source: Source) -> Source:
    """Register a function that says how questions of banks went, by their key, in the quizzes of some courses."""
    if source not in _sources:
        _sources.append(source)
    return source


def figures_of(questions: Sequence[BankQuestion], courses: QuerySet[Course]) -> list[Figures]:
    """How each of these questions went in the quizzes of these courses."""
    found: dict[UUID, Figures] = {}
    for source in _sources:
        found |= source(questions, courses)
    return [found.get(question.key, Figures()) for question in questions]
