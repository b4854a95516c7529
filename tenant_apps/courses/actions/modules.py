"""Modules: add, name, move, take away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.positions import place, renumber
from tenant_apps.courses import approval, freshness, rules
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.endings import end_proposals
from tenant_apps.courses.actions.release import check_course, outline_changed, refuse_awaited
from tenant_apps.courses.events import LessonsLeft
from tenant_apps.courses.models import Course, Lesson, Module


class ModuleInUse(Refused):
    """Deleting it would delete somebody's progress."""

    message = _("Learners have already worked on lessons in this module. Archive it and their progress stays.")


@transaction.atomic
def add_module(
    *, course: Course, title: str, position: int | None = None, opens_after_days: int | None = None, by: Any = None
) -> Module:
    """Add a module, at the end unless a place is given."""
    places.lock(course.pk)
    last = _live(course.pk).aggregate(last=Max("position"))["last"] or 0
    release = rules.written(rules.after_days(opens_after_days or None))
    module = Module.objects.create(course=course, title=title, position=last + 1, release=release)
    if position is not None:
        place(_live(course.pk), module, position)
    freshness.course_changed(course.pk)
    return module


@transaction.atomic
def rename_module(*, module: Module, title: str, by: Any = None) -> Module:
    """Give a module another title; raises SeenByLearners and PromisedAlready."""
    if module.title != title:
        approval.refuse_seen_change(module.course, by)
    module.title = title
    module.save(update_fields=["title"])
    freshness.course_changed(module.course_id)
    return module


@transaction.atomic
def move_module(*, module: Module, position: int, seen: str | None = None, by: Any = None) -> Module:
    """Put a module in another place among its siblings; raises OutlineChanged and WaitsForItself."""
    places.lock(module.course_id, seen=seen)
    module.refresh_from_db(fields=["position", "archived_at"])
    if module.archived_at is None:
        place(_live(module.course_id), module, position)
        check_course(module.course)
        outline_changed(module.course_id)
        freshness.course_changed(module.course_id)
    return module


@transaction.atomic
def archive_module(*, module: Module, by: Any = None) -> Module:
    """Take a module and its lessons out of the outline and keep what learners did."""
    places.lock(module.course_id)
    _refuse_awaited(module)
    at = clock_now()
    leaving = list(Lesson.objects.live().filter(module=module).values_list("pk", flat=True))
    Lesson.objects.filter(pk__in=leaving).update(archived_at=at, position=None)
    end_proposals(lessons=leaving, at=at)
    module.archived_at, module.position = at, None
    module.save(update_fields=["archived_at", "position"])
    renumber(_live(module.course_id))
    publish(LessonsLeft(course_id=module.course_id))
    freshness.course_changed(module.course_id)
    return module


@transaction.atomic
def restore_module(*, module: Module, by: Any = None) -> Module:
    """Bring an archived module back, last, with the lessons that left with it; raises WaitsForItself."""
    places.lock(module.course_id)
    if module.archived_at is None:
        return module
    left_together = Lesson.objects.filter(module=module, archived_at=module.archived_at).order_by("pk")
    for position, lesson in enumerate(left_together, start=1):
        lesson.archived_at, lesson.position = None, position
        lesson.save(update_fields=["archived_at", "position"])
    module.archived_at, module.position = None, _live(module.course_id).count() + 1
    module.save(update_fields=["archived_at", "position"])
    check_course(module.course)
    outline_changed(module.course_id)
    freshness.course_changed(module.course_id)
    return module


@transaction.atomic
def delete_module(*, module: Module, by: Any = None) -> None:
    """Delete a module and its lessons, unless a learner worked on one."""
    places.lock(module.course_id)
    _refuse_awaited(module)
    try:
        with transaction.atomic():
            Module.objects.get(pk=module.pk).delete()
    except ProtectedError as error:
        raise ModuleInUse from error
    renumber(_live(module.course_id))
    publish(LessonsLeft(course_id=module.course_id))
    freshness.course_changed(module.course_id)


def _refuse_awaited(module: Module) -> None:
    lessons = dict(Lesson.objects.filter(module=module).values_list("pk", "key"))
    refuse_awaited([module.key, *lessons.values()], besides=lessons)


def _live(course_id: int) -> Any:
    return Module.objects.live().filter(course_id=course_id).order_by("position")
