"""Second ones: of lessons, a module, a whole course. Files are shared, learners' work is not copied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from marque.kit.clock import now as clock_now
from marque.kit.positions import place
from marque.kit.serialise.copying import copy
from marque.kit.slugs import free_slug
from shared_apps.plans.limits import require_room
from tenant_apps.catalog import actions as catalog
from tenant_apps.courses import freshness
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.courses import RESERVED
from tenant_apps.courses.actions.release import outline_changed
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.packages.packing import is_archived
from tenant_apps.people.models import Person


@transaction.atomic
def copy_lessons(*, lessons: Iterable[Lesson], module: Module, by: Any = None) -> list[Lesson]:
    """Put drafts of lessons, of this course or another, at the end of a module.

    In another course a copy opens with its module: what its rule names is not there.
    """
    places.lock(module.course_id)
    names = _Names(module.course_id)
    last = Lesson.objects.live().filter(module=module).aggregate(last=Max("position"))["last"] or 0

    def change(twin: Any) -> None:
        nonlocal last
        if isinstance(twin, Lesson):
            last += 1
            names.give(twin, is_near=twin.course_id == module.course_id)
            if twin.course_id != module.course_id:
                twin.release = None
            twin.course_id, twin.module, twin.position = module.course_id, module, last
            _begin_again(twin)

    originals = list(lessons)
    made = copy(originals, change)
    outline_changed(module.course_id)
    freshness.course_changed(module.course_id)
    return [made[one] for one in originals]


@transaction.atomic
def copy_module(*, module: Module, by: Any = None) -> Module:
    """Put a second module right behind this one; its lessons begin as drafts."""
    places.lock(module.course_id)
    names = _Names(module.course_id)
    live = Module.objects.live().filter(course_id=module.course_id)
    last = live.aggregate(last=Max("position"))["last"] or 0

    def change(twin: Any) -> None:
        if isinstance(twin, Module):
            twin.title, twin.position, twin.free_until = _called_copy(twin.title, 120), last + 1, None
        elif isinstance(twin, Lesson):
            names.give(twin, is_near=False)
            _begin_again(twin)

    twin: Module = copy([module], change, skip=is_archived)[module]
    place(live.order_by("position"), twin, (module.position or 0) + 1)
    outline_changed(module.course_id)
    freshness.course_changed(module.course_id)
    return twin


@transaction.atomic
def copy_course(*, course: Course, author: Person | None = None, by: Any = None) -> Course:
    """A second course with a product of its own, not published, on sale nowhere, taught by `author` where one is given.

    Raises LimitReached.
    """
    require_room("courses")
    taken = {*RESERVED, *Course.objects.values_list("slug", flat=True)}
    title = _called_copy(course.title, 120)

    def change(twin: Any) -> None:
        if isinstance(twin, Course):
            twin.title, twin.slug, twin.published_at = title, free_slug(title, taken, "course"), None
            twin.author = author or twin.author
            twin.product = catalog.create_product(kind="course", title=title, thing_key=twin.key, by=by)
        elif isinstance(twin, Module | Lesson):
            twin.free_until = None
            if isinstance(twin, Lesson):
                twin.changed_at, twin.change_note = None, ""

    made: Course = copy([course], change, skip=is_archived)[course]
    return made


class _Names:
    """Titles and addresses for copies, each once in a course."""

    def __init__(self, course_id: int) -> None:
        self.taken = set(Lesson.objects.filter(course_id=course_id).values_list("slug", flat=True))

    def give(self, twin: Lesson, *, is_near: bool) -> None:
        """A copy beside its original says that it is one."""
        if is_near:
            twin.title = _called_copy(twin.title, 160)
        twin.slug = free_slug(twin.title, self.taken, "lesson")
        self.taken.add(twin.slug)


def _begin_again(twin: Lesson) -> None:
    twin.free_until, twin.changed_at, twin.change_note = None, None, ""
    twin.draft_since, twin.publishes_at = clock_now(), None


def _called_copy(title: str, most: int) -> str:
    return (_("%(title)s (copy)") % {"title": title[: most - 16]})[:most]
