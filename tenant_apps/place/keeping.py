"""What a device may keep of a course: lessons that are open to its learner, their files, and how large they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tenant_apps.courses.models import BlockKind, Lesson, LessonBlock, LessonKind
from tenant_apps.learning import queries as learning
from tenant_apps.learning.models import Enrolment, FilmTerms
from tenant_apps.learning.outline import LOCKED, CourseOutline, OutlineLesson
from tenant_apps.learning.players import player_for
from tenant_apps.media.offline import parts_to_keep
from tenant_apps.people.models import Person

PAGE_BYTES = 60_000
MOST_LESSONS = 500


@dataclass(frozen=True)
class Plan:
    """One lesson as it is kept: its page, the parts of its film or its file, and what stays behind."""

    lesson: Lesson
    url: str
    bytes: int
    parts: list[dict[str, str]] = field(default_factory=list)
    left_out: str = ""

    def as_told(self) -> dict[str, Any]:
        """As a device reads it."""
        told = {"lesson": str(self.lesson.key), "title": self.lesson.title, "url": self.url}
        return told | {"bytes": self.bytes, "parts": self.parts, "left_out": self.left_out}


def plan_for(enrolment: Enrolment, now: datetime, *, lesson: UUID | None = None) -> list[Plan]:
    """What may be kept of a course, or of one of its lessons, in order. What is locked, or graded, is not there."""
    lines = [line for line in _open(learning.outline_for(enrolment, now)) if lesson in (None, line.lesson.key)]
    allowed = films_allowed(line.lesson for line in lines)
    blocks = _blocks([line.lesson.pk for line in lines])
    plans = [_plan(line, enrolment.person, line.lesson.pk in allowed) for line in lines]
    return [_with_blocks(plan, blocks.get(plan.lesson.pk, []), enrolment.person) for plan in plans]


def still_kept(person: Person, keys: Iterable[UUID], now: datetime) -> dict[str, bool]:
    """Which of these lessons a person may still keep, and whether with their film."""
    wanted = set(list(keys)[:MOST_LESSONS])
    courses = Lesson.objects.filter(key__in=wanted).values("course_id")
    places = Enrolment.objects.live().filter(person=person, course__in=courses).select_related("course", "person")
    lines = [line for outline in learning.outlines_for(places, now) for line in _open(outline)]
    lessons = [line.lesson for line in lines if line.lesson.key in wanted]
    allowed = films_allowed(lessons)
    return {str(lesson.key): lesson.kind != LessonKind.VIDEO or lesson.pk in allowed for lesson in lessons}


def films_allowed(lessons: Iterable[Lesson]) -> set[int]:
    """Those whose film their author lets learners keep."""
    films = [lesson.pk for lesson in lessons if lesson.kind == LessonKind.VIDEO]
    return set(FilmTerms.objects.filter(lesson__in=films, may_be_kept=True).values_list("lesson_id", flat=True))


def _open(outline: CourseOutline) -> list[OutlineLesson]:
    return [line for line in outline.lessons if line.state != LOCKED and not player_for(line.lesson).grades]


def _plan(line: OutlineLesson, person: Person, is_allowed: bool) -> Plan:
    lesson = line.lesson
    if lesson.asset is None:
        return Plan(lesson, line.url, PAGE_BYTES)
    if lesson.kind == LessonKind.VIDEO and (lesson.asset.is_elsewhere or not is_allowed):
        return Plan(lesson, line.url, PAGE_BYTES, left_out=_("The film stays online."))
    parts, size = parts_to_keep(lesson.asset, person=person)
    return Plan(lesson, line.url, PAGE_BYTES + size, parts)


def _blocks(lessons: list[int]) -> dict[int, list[LessonBlock]]:
    found: dict[int, list[LessonBlock]] = {}
    for block in LessonBlock.objects.filter(lesson__in=lessons, asset__isnull=False).select_related("asset"):
        found.setdefault(block.lesson_id, []).append(block)
    return found


def _with_blocks(plan: Plan, blocks: list[LessonBlock], person: Person) -> Plan:
    """The same with the files of its blocks; films stay where they are, for nobody said that they may be kept."""
    parts, size, left_out = list(plan.parts), plan.bytes, plan.left_out
    for block in blocks:
        if block.asset is None or block.kind == BlockKind.VIDEO or block.asset.is_elsewhere:
            left_out = left_out or str(_("A film on its page stays online."))
            continue
        more, bytes_more = parts_to_keep(block.asset, person=person)
        parts, size = parts + more, size + bytes_more
    return replace(plan, parts=parts, bytes=size, left_out=left_out)
