"""Learners who did something."""

from __future__ import annotations

from datetime import datetime, timedelta

from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment, LessonProgress
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person


def taught(title: str = "The Second Number", lessons: int = 3) -> tuple[Course, list[Lesson]]:
    """A course of a few lessons that anybody may see."""
    made = course(title)
    home = module(made)
    return made, [lesson(home, f"Lesson {number}") for number in range(1, lessons + 1)]


def learner(of: Course, name: str = "ann", at: datetime = START) -> Enrolment:
    return enrolment(of, person(f"{name}@example.com", name.title()), at)


def does(place: Enrolment, finished: list[Lesson], opened: list[Lesson] = (), after: int = 1) -> None:  # type: ignore[assignment]
    """Finish some lessons and only open others, so many days after the start."""
    at = place.started_at + timedelta(days=after)
    for each in finished:
        learning.complete_lesson(enrolment=place, lesson=each, now=at)
    for each in opened:
        learning.open_lesson(enrolment=place, lesson=each, now=at)


def saw(place: Enrolment, film: Lesson, *spans: tuple[int, int], minutes: int = 10) -> None:
    """Play spans of a film, each reported so many minutes after the one before."""
    at = place.started_at
    row = learning.open_lesson(enrolment=place, lesson=film, now=at)
    for number, span in enumerate(spans, start=1):
        learning.record_played(progress_key=str(row.key), spans=[span], now=at + timedelta(minutes=minutes * number))
    assert LessonProgress.objects.get(pk=row.pk).to_count
