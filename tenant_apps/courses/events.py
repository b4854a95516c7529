"""Facts of courses."""

from __future__ import annotations

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class CoursePublished(Fact):
    """Visitors can see the course now."""

    course_id: int


@dataclass(frozen=True)
class CourseUnpublished(Fact):
    """Visitors no longer see the course; learners keep it."""

    course_id: int


@dataclass(frozen=True)
class PrerequisitesChanged(Fact):
    """The course opens after others than before."""

    course_id: int


@dataclass(frozen=True)
class ReleaseChanged(Fact):
    """A rule of the course says something else about when things open."""

    course_id: int


@dataclass(frozen=True)
class LessonPublished(Fact):
    """Learners see the lesson now, or will when its rule says so."""

    lesson_id: int
    course_id: int


@dataclass(frozen=True)
class LessonUnpublished(Fact):
    """The lesson is a draft again; what learners did in it is kept."""

    lesson_id: int
    course_id: int


@dataclass(frozen=True)
class LessonsLeft(Fact):
    """Lessons of the course are archived, deleted or drafts: who has done all the others has nothing left."""

    course_id: int


@dataclass(frozen=True)
class LessonRevised(Fact):
    """A lesson changed in a way its author tells learners of."""

    lesson_id: int
    course_id: int
