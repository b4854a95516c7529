"""Lessons before learners: published, taken back to drafts, published at a moment to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses import approval, freshness, rules
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.release import check_course, outline_changed, refuse_awaited
from tenant_apps.courses.events import LessonPublished, LessonsLeft, LessonUnpublished
from tenant_apps.courses.models import Course, Lesson


class AlreadyPast(Refused):
    """Nothing is published yesterday."""

    message = _("Choose a moment to come, or publish it now.")
    field = "publishes_at"


class AwaitsDraft(Refused):
    """Its rule names what learners cannot reach."""

    message = _("“%(title)s” opens after “%(draft)s”, which is a draft. Publish that too, or change when it opens.")


@transaction.atomic
def publish_lessons(*, course: Course, lessons: Iterable[Lesson], by: Any = None) -> int:
    """Show drafts to learners, and say how many there were; raises NeedsApproval, AwaitsDraft and WaitsForItself."""
    approval.refuse_unapproved(by)
    places.lock(course.pk)
    drafts = Lesson.objects.live().filter(course=course, draft_since__isnull=False)
    shown = list(drafts.filter(pk__in=[one.pk for one in lessons]).select_related("module").order_by("pk"))
    Lesson.objects.filter(pk__in=[one.pk for one in shown]).update(draft_since=None, publishes_at=None)
    _refuse_awaiting_drafts(course, shown)
    if shown:
        check_course(course)
    for one in shown:
        publish(LessonPublished(lesson_id=one.pk, course_id=course.pk))
    _changed(course, bool(shown))
    return len(shown)


@transaction.atomic
def unpublish_lessons(*, course: Course, lessons: Iterable[Lesson], by: Any = None, now: datetime | None = None) -> int:
    """Make drafts of lessons; what learners did in them is kept. Raises PartAwaited."""
    places.lock(course.pk)
    seen = Lesson.objects.published().filter(course=course, pk__in=[one.pk for one in lessons])
    taken = list(seen.order_by("pk"))
    refuse_awaited([one.key for one in taken], besides=[one.pk for one in taken])
    Lesson.objects.filter(pk__in=[one.pk for one in taken]).update(draft_since=now or clock_now())
    for one in taken:
        publish(LessonUnpublished(lesson_id=one.pk, course_id=course.pk))
    if taken:
        publish(LessonsLeft(course_id=course.pk))
    _changed(course, bool(taken))
    return len(taken)


@transaction.atomic
def schedule_lesson(*, lesson: Lesson, at: datetime | None, by: Any = None, now: datetime | None = None) -> Lesson:
    """Publish a draft at a moment to come, or with None no longer; a published one becomes a draft until then.

    Raises NeedsApproval, AlreadyPast and PartAwaited.
    """
    if at is not None:
        approval.refuse_unapproved(by)
    if at is not None and at <= (now or clock_now()):
        raise AlreadyPast
    if at is not None and not lesson.is_draft:
        unpublish_lessons(course=lesson.course, lessons=[lesson], by=by, now=now)
    lesson.refresh_from_db(fields=["draft_since"])
    if lesson.is_draft:
        lesson.publishes_at = at
        lesson.save(update_fields=["publishes_at"])
    return lesson


def publish_due(*, now: datetime | None = None) -> int:
    """Publish the drafts whose moment has come; one that cannot be shown yet waits, and holds up no other."""
    count = 0
    for lesson in Lesson.objects.due(now or clock_now()).select_related("course").order_by("publishes_at", "pk")[:200]:
        try:
            count += publish_lessons(course=lesson.course, lessons=[lesson])
        except Refused:
            continue
    return count


def _refuse_awaiting_drafts(course: Course, shown: list[Lesson]) -> None:
    drafts = Lesson.objects.live().filter(course=course, draft_since__isnull=False)
    titles = {str(key): title for key, title in drafts.values_list("key", "title")}
    for one in shown:
        for each in (*rules.conditions(one.rule), *rules.conditions(one.module.rule)):
            if each.key in titles:
                raise AwaitsDraft(title=one.title, draft=titles[each.key])


def _changed(course: Course, is_so: bool) -> None:
    if is_so:
        outline_changed(course.pk)
        freshness.course_changed(course.pk)
