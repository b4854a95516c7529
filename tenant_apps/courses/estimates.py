"""How long a lesson takes, where its author does not say: worked out from what there is to read, watch and do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.html import strip_tags

from tenant_apps.courses.models import Lesson, LessonKind

WORDS_A_MINUTE = 200

Estimate = Callable[[Lesson], float]
_estimates: dict[str, Estimate] = {}


def estimates(*kinds: str) -> Callable[[Estimate], Estimate]:
    """Register who knows how many minutes the content of these kinds takes, beside text and file. One for a kind."""

    def register(estimate: Estimate) -> Estimate:
        for kind in kinds:
            if _estimates.setdefault(kind, estimate) is not estimate:
                raise ValueError(f"{kind} lessons are estimated already")
        return estimate

    return register


def estimated(lesson: Lesson) -> int:
    """Whole minutes; none for a lesson with hardly anything in it."""
    minutes = reading(strip_tags(lesson.body)) + _played(lesson)
    if lesson.pk and (more := _estimates.get(lesson.kind)):
        minutes += more(lesson)
    return min(1000, round(minutes))


def follows(before: Lesson, contents: Mapping[str, Any]) -> bool:
    """Whether the length follows a change of these: nobody had said it, and nobody says another one now."""
    if not {"body", "asset", "kind"} & set(contents) or before.minutes not in (0, estimated(before)):
        return False
    return contents.get("minutes", 0) in (0, before.minutes)


def reading(text: str) -> float:
    """Minutes to read a text."""
    return len(text.split()) / WORDS_A_MINUTE


def _played(lesson: Lesson) -> float:
    if lesson.kind not in (LessonKind.VIDEO, LessonKind.AUDIO) or lesson.asset is None:
        return 0
    return (lesson.asset.duration_seconds or 0) / 60


@contextmanager
def followed(lesson: Lesson) -> Iterator[None]:
    """While its parts change, let a length that nobody said follow them."""
    guessed = lesson.minutes in (0, estimated(lesson))
    yield
    if guessed and (minutes := estimated(lesson)) != lesson.minutes:
        Lesson.objects.filter(pk=lesson.pk).update(minutes=minutes)
