"""Reading courses: the catalogue, one course, its outline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum, prefetch_related_objects

from tenant_apps.courses.blocks import held
from tenant_apps.courses.differences import written
from tenant_apps.courses.estimates import estimated
from tenant_apps.courses.models import KEPT, Course, Lesson, LessonBlock, LessonProposal, Level, Module


@dataclass(frozen=True)
class OutlineModule:
    """A module with its lessons in order."""

    module: Module
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """How long the module takes."""
        return sum(lesson.minutes for lesson in self.lessons)


def outline(course: Course, *, drafts: bool = False) -> list[OutlineModule]:
    """The live modules and lessons of a course, in order, as learners see it or with its drafts. Two queries."""
    return outlines([course], drafts=drafts)[course.pk]


def outlines(courses: Iterable[Course], *, drafts: bool = False) -> dict[int, list[OutlineModule]]:
    """The outlines of several courses at the price of one."""
    ids = [course.pk for course in courses]
    lessons: dict[int, list[Lesson]] = {}
    seen = Lesson.objects.live() if drafts else Lesson.objects.published()
    for lesson in seen.filter(course_id__in=ids).order_by("position").select_related("asset").defer("body"):
        lessons.setdefault(lesson.module_id, []).append(lesson)
    found: dict[int, list[OutlineModule]] = {pk: [] for pk in ids}
    for module in Module.objects.live().filter(course_id__in=ids).order_by("position"):
        found[module.course_id].append(OutlineModule(module, tuple(lessons.get(module.pk, ()))))
    return found


def order_of(outline: Iterable[OutlineModule]) -> str:
    """A word for the order of an outline: another one as soon as anything came, went or moved."""
    order = [[str(part.module.key), *(str(lesson.key) for lesson in part.lessons)] for part in outline]
    return hashlib.sha256(repr(order).encode()).hexdigest()[:16]


def content_of(lesson: Lesson) -> str:
    """A word for what a lesson holds: another one as soon as its editor would show something else."""
    return _word_for(lesson, (*KEPT, "slug", "is_preview"))


def held_of(lesson: Lesson) -> str:
    """A word for what is kept of a lesson: another one as soon as it has another version."""
    return _word_for(lesson, KEPT)


def proposal_for(lesson: Lesson) -> LessonProposal | None:
    """The change of a lesson that waits beside it."""
    found = LessonProposal.objects.open().filter(lesson=lesson)
    return found.select_related("asset", "by", "lesson__course", "lesson__module", "lesson__asset").first()


def as_proposed(proposal: LessonProposal) -> Lesson:
    """The lesson as it would be; nobody saves it."""
    seen = copy(proposal.lesson)
    for name in KEPT:
        setattr(seen, name, getattr(proposal, name))
    return seen


def fetch_blocks(lesson: Lesson) -> None:
    """Have a lesson's blocks and their files at hand for all who ask for them, at the price of one query."""
    prefetch_related_objects([lesson], Prefetch("page_blocks", LessonBlock.objects.select_related("asset")))


def catalogue(*, words: str = "", levels: Iterable[str] = ()) -> QuerySet[Course]:
    """Published courses that match, newest first, with the sum of their minutes."""
    found = Course.objects.published().select_related("author", "product", "rating")
    if words:
        found = found.matching(words)
    if levels := list(levels):
        found = found.filter(level__in=levels)
    live = Q(lessons__archived_at=None, lessons__draft_since=None)
    found = found.annotate(minutes=Sum("lessons__minutes", filter=live))
    return found.order_by("-published_at", "-pk")


def level_counts() -> list[tuple[Level, int]]:
    """How many published courses there are of each level that has any."""
    counts = dict(Course.objects.published().order_by().values_list("level").annotate(n=Count("pk")))
    return [(level, counts[level]) for level in Level if level in counts]


def published_course(slug: str) -> Course | None:
    """The course a visitor asked for."""
    return Course.objects.published().select_related("author", "product").filter(slug=slug).first()


def course_for_product(product_id: int) -> Course | None:
    """The course this product sells."""
    return Course.objects.filter(product_id=product_id).first()


def prerequisites_of(course: Course) -> list[Course]:
    """What has to be finished before it opens."""
    return list(Course.objects.filter(needed_by__course=course).order_by("title"))


def archived(course: Course) -> tuple[list[Module], list[Lesson]]:
    """What left the outline: whole modules, and lessons on their own."""
    modules = list(Module.objects.filter(course=course, archived_at__isnull=False))
    lessons = Lesson.objects.filter(course=course, archived_at__isnull=False, module__archived_at=None)
    return modules, list(lessons.defer("body"))


def _word_for(lesson: Lesson, names: Iterable[str]) -> str:
    # a length that nobody said follows its parts by itself
    said: dict[str, Any] = {"minutes": 0} if lesson.minutes == estimated(lesson) else {}
    said |= {"body": written(lesson.body), "blocks": held(lesson.blocks), "asset": lesson.asset_id}
    fields = [said[name] if name in said else str(getattr(lesson, name)) for name in names]
    return hashlib.sha256(repr(fields).encode()).hexdigest()[:16]
