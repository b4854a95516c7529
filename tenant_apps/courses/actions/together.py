"""Several lessons at once: all of it happens, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.positions import place, renumber
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.courses import freshness
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.copies import copy_lessons
from tenant_apps.courses.actions.endings import end_proposals
from tenant_apps.courses.actions.lessons import ForeignModule
from tenant_apps.courses.actions.release import check_course, note_move, outline_changed, refuse_awaited
from tenant_apps.courses.events import LessonsLeft
from tenant_apps.courses.models import Course, Lesson, Module


class NothingChosen(Refused):
    """No lesson, or all of them are gone."""

    message = _("Choose at least one lesson. What you chose may be gone by now.")


@transaction.atomic
def move_lessons(*, lessons: Iterable[Lesson], module: Module, seen: str | None = None, by: Any = None) -> int:
    """Put lessons at the end of a module of their course, in the order given.

    Raises OutlineChanged and WaitsForItself.
    """
    places.lock(module.course_id, seen=seen)
    rows = Lesson.objects.live().select_related("module").filter(course_id=module.course_id)
    moving = {one.pk: one for one in rows}
    chosen = [moving[one.pk] for one in lessons if one.pk in moving]
    if module.archived_at is not None or not chosen:
        raise NothingChosen if not chosen else ForeignModule
    stay = [one for one in _live(module.pk) if one.pk not in {each.pk for each in chosen}]
    left = {one.module_id for one in chosen} - {module.pk}
    at = clock_now()
    for position, one in enumerate([*stay, *chosen], start=1):
        if one.module_id != module.pk:
            note_move(one, module, at)
        one.module, one.position = module, position
        one.save(update_fields=["module", "position", "free_until"])
    for home in left:
        renumber(_live(home))
    _settle(module.course)
    return len(chosen)


@transaction.atomic
def move_lessons_away(*, lessons: Iterable[Lesson], module: Module, by: Any = None) -> list[Lesson]:
    """Put lessons into a module of another course, as drafts, and archive them here: learners here keep their work.

    Raises PartAwaited.
    """
    chosen = list(lessons)
    for course_id in sorted({module.course_id, *(one.course_id for one in chosen)}):
        places.lock(course_id)
    made = copy_lessons(lessons=chosen, module=module, by=by)
    for course in {one.course_id: one.course for one in chosen}.values():
        archive_lessons(course=course, lessons=chosen, by=by)
    return made


@transaction.atomic
def archive_lessons(*, course: Course, lessons: Iterable[Lesson], by: Any = None) -> list[Lesson]:
    """Take lessons out of the outline and keep what learners did; raises PartAwaited."""
    places.lock(course.pk)
    chosen = list(Lesson.objects.live().filter(course=course, pk__in=[one.pk for one in lessons]))
    refuse_awaited([one.key for one in chosen], besides=[one.pk for one in chosen])
    at = clock_now()
    Lesson.objects.filter(pk__in=[one.pk for one in chosen]).update(archived_at=at, position=None)
    end_proposals(lessons=[one.pk for one in chosen], at=at)
    for home in {one.module_id for one in chosen}:
        renumber(_live(home))
    if chosen:
        publish(LessonsLeft(course_id=course.pk))
        data = {"lessons": [one.title for one in chosen]}
        audit.record(
            by=str(by or ""), action="lessons.deleted", target=course.title, tenant_id=require_tenant().id, data=data
        )
    freshness.course_changed(course.pk)
    return chosen


@transaction.atomic
def restore_lessons(*, course: Course, places_before: dict[str, tuple[str, int]], by: Any = None) -> int:
    """Bring archived lessons back to where each was, by its key: the key of its module, and the place in it.

    A place that is gone by now is the last one. Raises WaitsForItself.
    """
    places.lock(course.pk)
    modules = {str(module.key): module for module in Module.objects.live().filter(course=course)}
    away = Lesson.objects.filter(course=course, archived_at__isnull=False, key__in=places_before)
    back = 0
    for lesson in sorted(away, key=lambda one: places_before[str(one.key)]):
        home, position = places_before[str(lesson.key)]
        if home in modules:
            siblings = list(_live(modules[home].pk))
            lesson.module, lesson.archived_at, lesson.position = modules[home], None, len(siblings) + 1
            lesson.save(update_fields=["module", "archived_at", "position"])
            place([*siblings, lesson], lesson, position)
            back += 1
    _settle(course)
    return back


def _settle(course: Course) -> None:
    check_course(course)
    outline_changed(course.pk)
    freshness.course_changed(course.pk)


def _live(module_id: int) -> Any:
    return Lesson.objects.live().filter(module_id=module_id).order_by("position")
