"""How far people are on their paths: a handful of queries, however many paths, courses and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.models import AwaitedCourse, Enrolment, LessonProgress
from tenant_apps.paths.models import PathPlace, PathStep

DONE, OPEN, LOCKED, AWAY = "done", "open", "locked", "away"


@dataclass(frozen=True)
class StandingStep:
    """A course of a path as one person has it: done, open, locked until `after` is finished, or not theirs (away)."""

    step: PathStep
    enrolment: Enrolment | None
    state: str
    after: tuple[str, ...] = ()

    @property
    def course(self) -> Course:
        """What is taught."""
        return self.step.course

    @property
    def url(self) -> str:
        """Where it goes on, or where a visitor reads about it; nowhere for a draft of others."""
        if self.enrolment is not None and self.enrolment.is_live:
            return reverse("learning:course", args=[self.course.slug])
        return self.course.get_absolute_url() if self.course.is_published else ""


@dataclass(frozen=True)
class Standing:
    """One person on one path."""

    place: PathPlace
    steps: tuple[StandingStep, ...]

    @property
    def needed(self) -> tuple[StandingStep, ...]:
        """The courses it takes."""
        return tuple(each for each in self.steps if not each.step.is_optional)

    @property
    def total(self) -> int:
        """How many it takes."""
        return len(self.needed)

    @property
    def done(self) -> int:
        """How many of them are finished."""
        return sum(each.state == DONE for each in self.needed)

    @property
    def percent(self) -> int:
        """How much of the way is gone; all of it once that was written down."""
        if self.place.completed_at is not None:
            return 100
        return 100 * self.done // self.total if self.total else 0

    @property
    def next(self) -> StandingStep | None:
        """Where to go on: the first course that is open, else the first to be had."""
        left = [each for each in self.needed if each.state != DONE and each.url]
        return next((each for each in left if each.state == OPEN), None) or next(
            (each for each in left if each.state == AWAY), None
        )

    @property
    def url(self) -> str:
        """The path's page for whoever goes along it."""
        return reverse("my_paths:path", args=[self.place.path.slug])


def standings(places: Iterable[PathPlace]) -> list[Standing]:
    """Where each of these people is. Three queries, two more where courses wait for others."""
    found = list(places)
    steps: dict[int, list[PathStep]] = {place.path_id: [] for place in found}
    for step in PathStep.objects.filter(path__in=steps).select_related("course").order_by("position"):
        steps[step.path_id].append(step)
    theirs = _enrolments({place.person_id for place in found}, steps)
    after = _after([each for mine in theirs.values() for each in mine.values() if each.awaits and each.is_live])
    return [
        Standing(place, tuple(_stand(step, theirs.get(place.person_id, {}), after) for step in steps[place.path_id]))
        for place in found
    ]


def lessons_done(standing: Standing) -> dict[int, tuple[int, int]]:
    """By course: how many of its lessons are finished, and how many there are. Two queries."""
    courses = [each.step.course_id for each in standing.steps]
    places = [each.enrolment.pk for each in standing.steps if each.enrolment is not None]
    live = Lesson.objects.published().filter(course__in=courses)
    totals = dict(live.order_by().values_list("course_id").annotate(n=Count("pk")))
    ended = LessonProgress.objects.filter(enrolment__in=places, completed_at__isnull=False, lesson__in=live)
    done = dict(ended.order_by().values_list("lesson__course_id").annotate(n=Count("pk")))
    return {course: (done.get(course, 0), totals.get(course, 0)) for course in courses}


def _enrolments(people: set[int], steps: dict[int, list[PathStep]]) -> dict[int, dict[int, Enrolment]]:
    courses = {step.course_id for each in steps.values() for step in each}
    found: dict[int, dict[int, Enrolment]] = {}
    if courses:
        for row in Enrolment.objects.filter(person__in=people, course__in=courses):
            found.setdefault(row.person_id, {})[row.course_id] = row
    return found


def _after(waiting: list[Enrolment]) -> dict[int, tuple[str, ...]]:
    """By enrolment: the titles of what has to be finished first."""
    if not waiting:
        return {}
    rows = AwaitedCourse.objects.filter(enrolment__in=waiting).select_related("course", "enrolment")
    people = {each.person_id for each in waiting}
    done = Enrolment.objects.filter(person__in=people, completed_at__isnull=False).values_list("person_id", "course_id")
    over = set(done.filter(course__in=rows.values("course_id")))
    found: dict[int, tuple[str, ...]] = {}
    for row in rows.order_by("course__title"):
        if (row.enrolment.person_id, row.course_id) not in over:
            found[row.enrolment_id] = (*found.get(row.enrolment_id, ()), row.course.title)
    return found


def _stand(step: PathStep, mine: dict[int, Enrolment], after: dict[int, tuple[str, ...]]) -> StandingStep:
    enrolment = mine.get(step.course_id)
    if enrolment is not None and enrolment.completed_at is not None:
        return StandingStep(step, enrolment, DONE)
    if enrolment is None or not enrolment.is_live:
        return StandingStep(step, enrolment, AWAY)
    waits = after.get(enrolment.pk, ())
    return StandingStep(step, enrolment, LOCKED if waits else OPEN, waits)
