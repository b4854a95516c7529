"""A course as one learner sees it at any moment, for whoever builds it: read, never written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from tenant_apps.courses import queries as courses
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import queries
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.outline import CourseOutline, OutlineLesson, OutlineModule


@dataclass(frozen=True)
class SeenLesson(OutlineLesson):
    """A line whose link stays in the preview."""

    root: str = ""
    query: str = ""

    @property
    def url(self) -> str:
        """Where it is previewed."""
        return f"{self.root}{self.lesson.slug}/{self.query}"


@dataclass(frozen=True)
class SeenCourse(CourseOutline):
    """An outline whose links stay in the preview."""

    root: str = ""
    query: str = ""

    @property
    def url(self) -> str:
        """Where the course is previewed."""
        return f"{self.root}{self.query}"


def look(enrolment: Enrolment, at: datetime, *, root: str, query: str, current: Lesson | None = None) -> SeenCourse:
    """The outline at that moment: what they had done, what is open and what is published by then."""
    tree = {enrolment.course_id: tree_at(enrolment.course, at)}
    (outline,) = queries.outlines_for([enrolment], at, current, trees=tree, as_of=at)
    modules = tuple(
        OutlineModule(module.module, tuple(_seen(line, root, query) for line in module.lessons))
        for module in outline.modules
    )
    return SeenCourse(enrolment, modules, root, query)


def tree_at(course: Course, at: datetime) -> list[courses.OutlineModule]:
    """The course with the drafts that will be published by then."""
    return [
        courses.OutlineModule(branch.module, tuple(one for one in branch.lessons if _is_seen(one, at)))
        for branch in courses.outline(course, drafts=True)
    ]


def _is_seen(lesson: Lesson, at: datetime) -> bool:
    return not lesson.is_draft or (lesson.publishes_at is not None and lesson.publishes_at <= at)


def _seen(line: OutlineLesson, root: str, query: str) -> SeenLesson:
    return SeenLesson(**{field.name: getattr(line, field.name) for field in fields(line)}, root=root, query=query)
