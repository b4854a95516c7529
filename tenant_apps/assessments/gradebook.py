"""A course's grades: a row for each learner, a column for each lesson that has a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, Q

from marque.kit.cursors import newest_first
from tenant_apps.assessments.models import Attempt, GradeOverride, GradeWeight
from tenant_apps.courses import queries as courses
from tenant_apps.courses.models import SCORED, Course, Lesson
from tenant_apps.learning.models import Enrolment, LessonScore

PAGE = 50
_BATCH = 500


@dataclass(frozen=True)
class Column:
    """A lesson that has a score, and how much it counts."""

    lesson: Lesson
    weight: int


@dataclass(frozen=True)
class Cell:
    """The best score that was reached, or the one that was set by hand."""

    column: Column
    score: int | None
    override: GradeOverride | None = None
    # an attempt that a person has to grade
    waits: Attempt | None = None

    @property
    def grade(self) -> int | None:
        """What counts."""
        return self.override.score if self.override else self.score


@dataclass(frozen=True)
class Row:
    """One learner's grades."""

    enrolment: Enrolment
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int | None:
        """The weighted mean of what has a grade, rounded down; None before anything has."""
        graded = [(cell.grade, cell.column.weight) for cell in self.cells if cell.grade is not None]
        weights = sum(weight for _grade, weight in graded)
        return sum((grade or 0) * weight for grade, weight in graded) // weights if weights else None


def columns_of(course: Course) -> list[Column]:
    """The lessons that have a score, in the order of the outline."""
    lessons = [one for branch in courses.outline(course) for one in branch.lessons if one.kind in SCORED]
    weights = dict(GradeWeight.objects.filter(lesson__in=lessons).values_list("lesson_id", "weight"))
    return [Column(lesson, weights.get(lesson.pk, 1)) for lesson in lessons]


def page(
    course: Course, columns: Sequence[Column], words: str = "", before: int | None = None
) -> tuple[list[Row], int | None]:
    """Learners with a place, newest first, and where the next page begins; None after the last. Three queries."""
    found = Enrolment.objects.live().filter(course=course).select_related("person")
    if words:
        found = found.filter(Q(person__email__icontains=words) | Q(person__name__icontains=words))
    places = newest_first(found, before=before, size=PAGE)
    return rows_of(places.rows, columns), places.more


def everybody(course: Course, columns: Sequence[Column]) -> Iterator[Row]:
    """Every learner with a place, in batches."""
    last = 0
    places = Enrolment.objects.live().filter(course=course).select_related("person").order_by("pk")
    while batch := list(places.filter(pk__gt=last)[:_BATCH]):
        yield from rows_of(batch, columns)
        last = batch[-1].pk


def rows_of(places: Iterable[Enrolment], columns: Sequence[Column]) -> list[Row]:
    """The grades of these learners. Two queries."""
    places, lessons = list(places), [column.lesson.pk for column in columns]
    best = LessonScore.objects.filter(enrolment__in=places, lesson__in=lessons)
    scores = {
        (row["enrolment_id"], row["lesson_id"]): row["best"]
        for row in best.values("enrolment_id", "lesson_id").annotate(best=Max("score"))
    }
    set_by_hand = GradeOverride.objects.filter(enrolment__in=places, lesson__in=lessons).select_related("set_by")
    overrides = {(each.enrolment_id, each.lesson_id): each for each in set_by_hand}
    return [
        Row(
            place,
            tuple(
                Cell(column, scores.get((place.pk, column.lesson.pk)), overrides.get((place.pk, column.lesson.pk)))
                for column in columns
            ),
        )
        for place in places
    ]


def with_waiting(rows: Sequence[Row]) -> list[Row]:
    """The rows, with the attempts that a person has to grade. One query."""
    unread = Attempt.objects.waiting().filter(enrolment__in=[row.enrolment for row in rows]).select_related("quiz")
    waiting = {(each.enrolment_id, each.quiz.lesson_id): each for each in unread}
    return [
        Row(
            row.enrolment,
            tuple(replace(cell, waits=waiting.get((row.enrolment.pk, cell.column.lesson.pk))) for cell in row.cells),
        )
        for row in rows
    ]


def sheet(course: Course, columns: Sequence[Column]) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """The whole gradebook as a table: its head, and a line for each learner."""
    head = ["Name", "Email", *(column.lesson.title for column in columns), "Grade so far"]
    lines = (
        [
            row.enrolment.person.name,
            row.enrolment.person.email,
            *(_text(cell.grade) for cell in row.cells),
            _text(row.total),
        ]
        for row in everybody(course, columns)
    )
    return head, lines


def _text(grade: int | None) -> Any:
    return "" if grade is None else grade
