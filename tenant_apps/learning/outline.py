"""The shape of a learner's outline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.learning.models import Enrolment, LessonProgress

DONE, NOW, AHEAD, LOCKED = "done", "now", "todo", "locked"


def changed_since(lesson: Lesson, progress: LessonProgress | None) -> str:
    """What changed after a learner finished the lesson, in its author's words; nothing when nothing did."""
    finished = progress.completed_at if progress is not None else None
    if finished is None or lesson.changed_at is None or lesson.changed_at <= finished:
        return ""
    return lesson.change_note


def unread_change(lesson: Lesson, progress: LessonProgress | None) -> str:
    """The same, but nothing once they have looked at the lesson again."""
    note = changed_since(lesson, progress)
    has_looked = note and lesson.changed_at <= progress.touched_at  # type: ignore[operator, union-attr]
    return "" if has_looked else note


@dataclass(frozen=True)
class OutlineLesson:
    """A lesson as one learner sees it. `standing` is its state on the page being looked at."""

    lesson: Lesson
    state: str
    # None while it waits for something nobody knows the day of
    opens_at: datetime | None
    progress: LessonProgress | None
    course: Course
    module: Module
    is_current: bool = False

    @property
    def url(self) -> str:
        """Where it plays."""
        return reverse("learning:lesson", args=[self.course.slug, self.lesson.slug])

    @property
    def standing(self) -> str:
        """The state to show: the lesson that is open is `now`, done or not."""
        return NOW if self.is_current else self.state

    @property
    def changed(self) -> str:
        """What changed since the learner finished the lesson; nothing once they have looked at it again."""
        return unread_change(self.lesson, self.progress)

    @property
    def percent(self) -> int:
        """How much of a film is watched."""
        length = self.lesson.asset.duration_seconds if self.lesson.asset else None
        return min(100, 100 * self.position_seconds // length) if length else 0

    @property
    def position_seconds(self) -> int:
        """Where a film goes on."""
        return self.progress.position_seconds if self.progress else 0


@dataclass(frozen=True)
class OutlineModule:
    """A module as one learner sees it."""

    module: Module
    lessons: tuple[OutlineLesson, ...]

    @property
    def is_locked(self) -> bool:
        """Whether nothing in it is open yet."""
        return bool(self.lessons) and all(lesson.state == LOCKED for lesson in self.lessons)

    @property
    def first_opening(self) -> datetime | None:
        """When the first of its lessons opens, if that is known."""
        return min((lesson.opens_at for lesson in self.lessons if lesson.opens_at is not None), default=None)

    @property
    def done(self) -> int:
        """How many of its lessons are finished."""
        return sum(lesson.state == DONE for lesson in self.lessons)

    @property
    def has_current(self) -> bool:
        """Whether the lesson being looked at is here."""
        return any(lesson.is_current for lesson in self.lessons)


@dataclass(frozen=True)
class CourseOutline:
    """A course as one learner sees it."""

    enrolment: Enrolment
    modules: tuple[OutlineModule, ...]

    @cached_property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        """All lessons in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def done(self) -> int:
        """How many lessons are finished."""
        return sum(lesson.state == DONE for lesson in self.lessons)

    @property
    def total(self) -> int:
        """How many lessons there are."""
        return len(self.lessons)

    @property
    def percent(self) -> int:
        """How much is finished."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def url(self) -> str:
        """The course's own page."""
        return reverse("learning:course", args=[self.enrolment.course.slug])

    @property
    def resume(self) -> OutlineLesson | None:
        """Where to go on: the unfinished lesson touched last, else the first open one not done."""
        open_now = [lesson for lesson in self.lessons if lesson.state == AHEAD]
        touched = [lesson for lesson in open_now if lesson.progress is not None]
        if touched:
            return max(touched, key=lambda lesson: lesson.progress.touched_at)  # type: ignore[union-attr]
        return open_now[0] if open_now else None

    @property
    def next_opening(self) -> OutlineLesson | None:
        """The locked lesson that opens first; one whose day nobody knows after those."""
        locked = [lesson for lesson in self.lessons if lesson.state == LOCKED]
        return min(locked, key=lambda lesson: (lesson.opens_at is None, lesson.opens_at), default=None)

    def find(self, lesson: Lesson) -> OutlineLesson | None:
        """This lesson's line in the outline."""
        return next((line for line in self.lessons if line.lesson.pk == lesson.pk), None)

    def around(self, lesson: Lesson) -> tuple[OutlineLesson | None, OutlineLesson | None]:
        """The lessons before and after."""
        lines = self.lessons
        at = next((i for i, line in enumerate(lines) if line.lesson.pk == lesson.pk), None)
        if at is None:
            return None, None
        return (lines[at - 1] if at else None), (lines[at + 1] if at + 1 < len(lines) else None)


@dataclass(frozen=True)
class Opening:
    """Lessons that unlock together."""

    course: Course
    module: OutlineModule
    lessons: tuple[OutlineLesson, ...]
    opens_at: datetime

    @property
    def is_whole_module(self) -> bool:
        """Whether the module itself opens."""
        return len(self.lessons) == len(self.module.lessons)

    @property
    def title(self) -> str:
        """The module's where all of it opens, else its first lesson's."""
        return self.module.module.title if self.is_whole_module else self.lessons[0].lesson.title
