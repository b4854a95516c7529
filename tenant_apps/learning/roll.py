"""Who has a place in a course: told to the courses."""

from __future__ import annotations

from collections.abc import Sequence

from tenant_apps.courses.learners import Roll, keeps_the_roll
from tenant_apps.courses.models import Course
from tenant_apps.learning import room
from tenant_apps.learning.models import Enrolment, LessonProgress
from tenant_apps.people.models import Person


class EnrolmentRoll(Roll):
    """By enrolments."""

    def has_learners(self, course: Course) -> bool:
        """Whether anybody has a live place in it."""
        return Enrolment.objects.live().filter(course=course).exists()

    def full_among(self, courses: Sequence[Course]) -> frozenset[int]:
        """Those in which as many have a place as there may be."""
        return room.full_among(courses)

    def is_learner(self, person: Person, course: Course) -> bool:
        """Whether somebody has, or had, a place in it and opened a lesson."""
        return LessonProgress.objects.filter(enrolment__person=person, enrolment__course=course).exists()


keeps_the_roll(EnrolmentRoll())
