"""What courses have to know of their learners, told by the app that keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from tenant_apps.courses.models import Course
from tenant_apps.people.models import Person


class Roll(ABC):
    """Who has, or had, a place in a course."""

    @abstractmethod
    def has_learners(self, course: Course) -> bool:
        """Whether anybody has a place in it now."""

    @abstractmethod
    def full_among(self, courses: Sequence[Course]) -> frozenset[int]:
        """The numbers of those that take nobody more at the moment."""

    @abstractmethod
    def is_learner(self, person: Person, course: Course) -> bool:
        """Whether somebody has, or had, a place in it and opened a lesson."""


_roll: list[Roll] = []


def keeps_the_roll(roll: Roll) -> None:
    """Say who knows. There is one."""
    _roll[:] = [roll]


def has_learners(course: Course) -> bool:
    """Whether anybody has a place in the course now."""
    return any(roll.has_learners(course) for roll in _roll)


def full_among(courses: Sequence[Course]) -> frozenset[int]:
    """The numbers of those that take nobody more at the moment; one query where nothing limits any."""
    return frozenset().union(*(roll.full_among(courses) for roll in _roll))


def is_learner(person: Person, course: Course) -> bool:
    """Whether somebody knows the course from inside."""
    return any(roll.is_learner(person, course) for roll in _roll)
