"""A film second by second: who watches, who skips, who plays it again, where they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from tenant_apps.analytics.models import BlockFilmCount, FilmCount
from tenant_apps.analytics.queries.lessons import share
from tenant_apps.analytics.queries.periods import Period
from tenant_apps.courses.models import BlockKind, Course, Lesson, LessonBlock, LessonKind

ROWS = 24


@dataclass(frozen=True)
class Moment:
    """A stretch of a film: its first second, and shares of viewers in percent."""

    second: int
    watching: int
    skipped: int
    again: int
    left: int


@dataclass(frozen=True)
class Curve:
    """How many viewers there were, and for each second how many saw it, passed over it, saw it again and left there."""

    viewers: int
    watching: Sequence[int]
    skipped: Sequence[int]
    again: Sequence[int]
    left: Sequence[int]

    @property
    def worst(self) -> Moment | None:
        """The stretch in which most leave, before the last tenth: an end is an end."""
        early = [moment for moment in self.moments() if moment.second < 0.9 * len(self.watching)]
        found = max(early, key=lambda moment: moment.left, default=None)
        return found if found and found.left else None

    @property
    def replayed(self) -> Moment | None:
        """The stretch that most play again."""
        found = max(self.moments(), key=lambda moment: moment.again, default=None)
        return found if found and found.again else None

    def moments(self) -> list[Moment]:
        """The film in at most ROWS equal stretches, for a table."""
        width = max(1, -(-len(self.watching) // ROWS))
        return [self._moment(second, width) for second in range(0, len(self.watching), width)]

    def _moment(self, second: int, width: int) -> Moment:
        def mean(values: Sequence[int]) -> int:
            part = values[second : second + width]
            return share(sum(part) / len(part), self.viewers)

        gone = share(sum(self.left[second : second + width]), self.viewers)
        return Moment(second, mean(self.watching), mean(self.skipped), mean(self.again), gone)


@dataclass(frozen=True)
class Film:
    """A film of a course: a lesson's own, or one on the page of a lesson."""

    source: Lesson | LessonBlock

    @property
    def key(self) -> UUID:
        """The lesson's, or the block's."""
        return self.source.key

    @property
    def title(self) -> str:
        """What learners read above it."""
        if isinstance(self.source, Lesson):
            return self.source.title
        named = self.source.title or (self.source.asset.title if self.source.asset else "")
        return f"{self.source.lesson.title}: {named}"

    @property
    def slug(self) -> str:
        """For the name of a file."""
        if isinstance(self.source, Lesson):
            return self.source.slug
        return f"{self.source.lesson.slug}-{self.source.position}"


def films_of(course: Course) -> list[Film]:
    """In the order learners come to them. Two queries."""
    lessons = Lesson.objects.live().filter(course=course)
    films = lessons.filter(kind=LessonKind.VIDEO).select_related("module")
    own = [((each.module.position, each.position, 0), each) for each in films]
    blocks = LessonBlock.objects.filter(lesson__in=lessons, kind=BlockKind.VIDEO)
    blocks = blocks.select_related("asset", "lesson__module")
    beside = [((each.lesson.module.position, each.lesson.position, each.position), each) for each in blocks]
    return [Film(source) for _place, source in sorted([*own, *beside], key=lambda pair: pair[0])]


def curve(film: Lesson | LessonBlock, of: Period) -> Curve:
    """One range of an index, as long as the film."""
    rows = _counts(film, of).order_by("second").values("second")
    found = {row["second"]: row for row in rows.annotate(b=Sum("begins"), l=Sum("lasts"), r=Sum("repeats"))}
    length = max((second for second, row in found.items() if row["l"] or row["b"]), default=0)
    steps = [found.get(second, {"b": 0, "l": 0, "r": 0}) for second in range(length + 1)]
    ends = [step["l"] for step in steps]
    viewers = sum(ends)
    watching = list(accumulate(step["b"] for step in steps))[:length]
    reached = [viewers - gone for gone in accumulate(ends)][:length]
    # whoever plays the last second leaves after it
    left = ends[1:]
    skipped = [max(0, here - seen) for here, seen in zip(reached, watching, strict=True)]
    return Curve(viewers, watching, skipped, list(accumulate(step["r"] for step in steps))[:length], left)


def _counts(film: Lesson | LessonBlock, of: Period) -> QuerySet[Any]:
    if isinstance(film, Lesson):
        return FilmCount.objects.filter(**of.within(lesson=film))
    return BlockFilmCount.objects.filter(**of.within(block=film))
