"""Where learners stop, lesson by lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from tenant_apps.analytics.models import LessonCount, PlaceCount
from tenant_apps.analytics.queries.periods import Period
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.queries import outlines


def share(part: float, whole: float) -> int:
    """In whole percent."""
    return round(100 * part / whole) if whole else 0


@dataclass(frozen=True)
class Stop:
    """A lesson, who opened and finished it, and how many who came as far opened neither it nor any after it."""

    lesson: Lesson
    opened: int
    finished: int
    people: int
    lost: int

    @property
    def share(self) -> int:
        """Of all learners, how many finished it."""
        return share(self.finished, self.people)

    @property
    def stopped_here(self) -> int:
        """Who opened it and did not finish it."""
        return max(0, self.opened - self.finished)


@dataclass(frozen=True)
class Funnel:
    """The way through a course."""

    people: int
    finished: int
    stops: Sequence[Stop]

    @property
    def worst(self) -> Stop | None:
        """Where most are lost: before it is opened, or with it open."""
        found = max(self.stops, key=lambda stop: stop.lost + stop.stopped_here, default=None)
        return found if found and found.lost + found.stopped_here else None


def places(course: Course, of: Period) -> tuple[int, int]:
    """How many have a place, and how many of them finished."""
    rows = PlaceCount.objects.filter(**of.within(course=course))
    found = rows.aggregate(all=Sum("people"), done=Sum("people", filter=Q(took__gte=0)))
    return found["all"] or 0, found["done"] or 0


def funnel(course: Course, of: Period) -> Funnel:
    """Each lesson in the order of the outline. Four queries."""
    people, finished = places(course, of)
    lessons = [lesson for branch in outlines([course])[course.pk] for lesson in branch.lessons]
    rows = LessonCount.objects.filter(**of.within(lesson__in=lessons)).order_by().values("lesson_id")
    counted = {row["lesson_id"]: row for row in rows.annotate(opens=Sum("opened"), ends=Sum("finished"))}
    nobody = {"opens": 0, "ends": 0}
    figures = [counted.get(lesson.pk, nobody) for lesson in lessons]
    stops, before = [], people
    for n, (lesson, row) in enumerate(zip(lessons, figures, strict=True)):
        went_on = max(later["opens"] for later in figures[n:])  # some skip a lesson and go on
        stops.append(Stop(lesson, row["opens"], row["ends"], people, max(0, before - went_on)))
        before = row["ends"]
    return Funnel(people, finished, stops)
