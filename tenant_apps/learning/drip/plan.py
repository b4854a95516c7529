"""A course's rules, ready to be decided by: what they name that is gone binds nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from tenant_apps.courses import queries as courses
from tenant_apps.courses.actions import keeps_open
from tenant_apps.courses.models import Course, Lesson, Module, NewLessons
from tenant_apps.courses.rules import Condition, Group, Node, conditions


@dataclass(frozen=True)
class Part:
    """A module or a lesson. `since` is the day it was added, where the course has everybody wait from then.

    What is free as a preview is open to visitors, and so to learners.
    """

    pk: int
    key: str
    title: str
    rule: Group | None
    free_until: datetime | None
    since: datetime | None
    is_free: bool = False

    @property
    def was_free_until(self) -> datetime | None:
        """Until when a lesson without a rule stood where none kept it: to whom it was open, its module's is none."""
        return self.free_until if self.rule is None else None


@dataclass(frozen=True)
class PlannedModule:
    """A module with its lessons in order."""

    part: Part
    lessons: tuple[Part, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A lesson of another course that a condition names."""

    pk: int
    title: str
    course_title: str


@dataclass(frozen=True)
class CoursePlan:
    """What is where, and when it opens."""

    course_id: int
    modules: tuple[PlannedModule, ...]
    # by key
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)

    @cached_property
    def lessons(self) -> dict[str, Part]:
        """By key."""
        return {lesson.key: lesson for module in self.modules for lesson in module.lessons}

    @cached_property
    def module_lessons(self) -> dict[str, tuple[str, ...]]:
        """The keys of each module's lessons, by the module's key."""
        return {module.part.key: tuple(lesson.key for lesson in module.lessons) for module in self.modules}

    @cached_property
    def ruled(self) -> tuple[Part, ...]:
        """The lessons that a rule keeps, their own or their module's."""
        return tuple(
            lesson
            for module in self.modules
            for lesson in module.lessons
            if not lesson.is_free and (lesson.rule is not None or module.part.rule is not None)
        )

    @cached_property
    def asked(self) -> frozenset[tuple[str, str]]:
        """What its conditions ask for: pairs of a kind and a key."""
        rules = [module.part.rule for module in self.modules]
        rules += [lesson.rule for module in self.modules for lesson in module.lessons]
        return frozenset((each.what or each.when, each.key) for rule in rules for each in conditions(rule))

    def keys_asked(self, kind: str) -> list[str]:
        """The keys of one kind that conditions ask for: lesson, module, course or scored."""
        return sorted(key for asked, key in self.asked if asked == kind)


def plan_of(course: Course) -> CoursePlan:
    """The course as it is now."""
    return plans_of([course])[course.pk]


def plans_of(courses_: Iterable[Course]) -> dict[int, CoursePlan]:
    """Several courses at the price of one."""
    found = list(courses_)
    trees = courses.outlines(found)
    return {course.pk: lay(course, trees[course.pk]) for course in found}


def lay(
    course: Course,
    tree: Sequence[courses.OutlineModule],
    instead: dict[tuple[type, int], Group | None] | None = None,
    at: datetime | None = None,
) -> CoursePlan:
    """A plan of an outline that was read; `instead` tries other rules, as if they were saved `at` that moment."""
    known = {("lesson", str(one.key)) for branch in tree for one in branch.lessons}
    known |= {("module", str(branch.module.key)) for branch in tree}
    asked = [
        each
        for branch in tree
        for part in (branch.module, *branch.lessons)
        for each in (*conditions(part.rule), *conditions((instead or {}).get((type(part), part.pk))))
    ]
    if named := {each.key for each in asked if each.what == "course"}:
        known |= {("course", str(key)) for key in Course.objects.filter(key__in=named).values_list("key", flat=True)}
    elsewhere = _elsewhere(course, {each.key for each in asked if each.names_lesson} - {key for _what, key in known})
    known |= {("lesson", key) for key in elsewhere}
    reader = _Reader(known, course.new_lessons == NewLessons.ADDED, instead or {}, at)
    modules = (
        PlannedModule(reader.part(branch.module), tuple(reader.part(one) for one in branch.lessons)) for branch in tree
    )
    return CoursePlan(course.pk, tuple(modules), elsewhere)


def _elsewhere(course: Course, keys: set[str]) -> dict[str, Elsewhere]:
    """The lessons of other courses among these; nothing is asked where there are none."""
    if not keys:
        return {}
    found = Lesson.objects.published().exclude(course=course).filter(key__in=keys).select_related("course")
    return {str(one.key): Elsewhere(one.pk, one.title, one.course.title) for one in found.defer("body")}


@dataclass(frozen=True)
class _Reader:
    known: set[tuple[str, str]]
    counts_from_added: bool
    instead: dict[tuple[type, int], Group | None]
    at: datetime | None

    def part(self, row: Module | Lesson) -> Part:
        tried = (type(row), row.pk) in self.instead
        rule = self.instead[type(row), row.pk] if tried else row.rule
        free_until = row.free_until
        is_first = tried and rule is not None and row.release is None
        if is_first and self.at is not None and keeps_open(row, self.at):
            free_until = self.at
        since = row.created_at if self.counts_from_added else None
        is_free = isinstance(row, Lesson) and row.is_preview
        return Part(row.pk, str(row.key), row.title, _bare(rule, self.known), free_until, since, is_free)


def _bare(rule: Group | None, known: set[tuple[str, str]]) -> Group | None:
    if rule is None:
        return None
    kept = (_without(part, known) for part in rule.parts)
    return Group(rule.mode, tuple(part for part in kept if part is not None))


def _without(node: Node, known: set[tuple[str, str]]) -> Node | None:
    if isinstance(node, Group):
        inner = _bare(node, known)
        return inner if inner is not None and inner.parts else None
    return node if _is_there(node, known) else None


def _is_there(each: Condition, known: set[tuple[str, str]]) -> bool:
    if each.when == "scored":
        return ("lesson", each.key) in known
    return each.when != "completed" or (each.what, each.key) in known
