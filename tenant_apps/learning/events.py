"""Facts of learning."""

from __future__ import annotations

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class EnrolmentStarted(Fact):
    """A person has a place in a course for the first time."""

    enrolment_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True)
class EnrolmentEnded(Fact):
    """The place is gone: refunded, lapsed, withdrawn."""

    enrolment_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True)
class LessonUnlocked(Fact):
    """A lesson with a rule is open to a learner. Once for a person and lesson, however rules change."""

    enrolment_id: int
    person_id: int
    course_id: int
    lesson_id: int


@dataclass(frozen=True)
class LessonCompleted(Fact):
    """A learner finished a lesson, for the first time."""

    enrolment_id: int
    person_id: int
    course_id: int
    lesson_id: int


@dataclass(frozen=True)
class CourseCompleted(Fact):
    """A learner finished every lesson of a course. Once per enrolment."""

    enrolment_id: int
    person_id: int
    course_id: int
