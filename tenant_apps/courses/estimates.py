"""How long a lesson takes, where its author does not say: worked out from what there is to read, watch and do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.html import strip_tags

from tenant_apps.courses.blocks import rows_of
from tenant_apps.courses.freshness import course_changed
from tenant_apps.courses.models import BLOCKS_OF_KINDS, BlockKind, Lesson, LessonBlock, LessonKind
from tenant_apps.media.models import Asset
from tenant_apps.media.pages import count_pages

WORDS_A_MINUTE = 200
A_PAGE = 1.0

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
    minutes = reading(strip_tags(lesson.body))
    if lesson.kind in (LessonKind.VIDEO, LessonKind.AUDIO):
        minutes += _played(lesson.asset)
    if lesson.pk:
        blocks = rows_of(lesson)
        kinds = {lesson.kind, *(block.kind for block in blocks if block.kind in BLOCKS_OF_KINDS)}
        minutes += sum(_estimates[kind](lesson) for kind in sorted(kinds) if kind in _estimates)
        minutes += sum(_of_block(block) for block in blocks)
    return min(1000, round(minutes))


def follows(before: Lesson, contents: Mapping[str, Any]) -> bool:
    """Whether the length follows a change of these: nobody had said it, and nobody says another one now."""
    if not {"body", "asset", "kind", "blocks"} & set(contents) or before.minutes not in (0, estimated(before)):
        return False
    return contents.get("minutes", 0) in (0, before.minutes)


def reading(text: str) -> float:
    """Minutes to read a text."""
    return len(text.split()) / WORDS_A_MINUTE


def code_reading(code: str) -> float:
    """Minutes to read code: at half the speed."""
    return 2 * reading(code)


def paging(asset: Asset | None) -> float:
    """Minutes for a document's pages."""
    return A_PAGE * count_pages(asset) if asset else 0


def _played(asset: Asset | None) -> float:
    return ((asset.duration_seconds if asset else 0) or 0) / 60


def _of_block(block: LessonBlock) -> float:
    if block.kind in (BlockKind.VIDEO, BlockKind.AUDIO):
        return _played(block.asset)
    if block.kind in (BlockKind.PDF, BlockKind.SLIDES):
        return paging(block.asset)
    return code_reading(block.text) if block.kind == BlockKind.CODE else reading(strip_tags(block.text))


@contextmanager
def followed(lesson: Lesson) -> Iterator[None]:
    """While its parts change, let a length that nobody said follow them; inside a transaction."""
    held = Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)
    guessed = held.minutes in (0, estimated(held))
    yield
    if guessed and (minutes := estimated(held)) != held.minutes:
        Lesson.objects.filter(pk=held.pk).update(minutes=minutes)
        course_changed(held.course_id)
