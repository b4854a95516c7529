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
class ReleaseChanged(Fact):
    """A rule of the course says something else about when things open."""

    course_id: int
