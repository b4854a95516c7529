"""Lessons: add, fill, move, take away."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.positions import place, renumber
from marque.kit.slugs import free_slug
from tenant_apps.courses import approval, freshness, rules
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.blocks import refuse_what_it_is, write_blocks
from tenant_apps.courses.actions.courses import AddressTaken
from tenant_apps.courses.actions.endings import end_proposals
from tenant_apps.courses.actions.release import check_course, note_move, outline_changed, refuse_awaited
from tenant_apps.courses.blocks import Value
from tenant_apps.courses.estimates import estimated, follows
from tenant_apps.courses.events import LessonsLeft
from tenant_apps.courses.models import NEVER_PREVIEW, Lesson, LessonKind, Module

CONTENTS = ("title", "slug", "kind", "body", "asset", "minutes", "is_preview")


class LessonInUse(Refused):
    """Deleting it would delete somebody's progress."""

    message = _("Learners have already worked on this lesson. Archive it and their progress stays.")


class ForeignModule(Refused):
    """Lessons stay in their course."""

    message = _("A lesson can only move within its own course.")


class PreviewOfQuiz(Refused):
    """An attempt needs an enrolment to be kept under."""

    message = _(
        "This kind of lesson cannot be a free preview, because what is answered in it is kept with the learner."
    )


@transaction.atomic
def add_lesson(
    *,
    module: Module,
    title: str,
    kind: str = LessonKind.TEXT,
    is_draft: bool = False,
    blocks: list[Value] | None = None,
    by: Any = None,
    **contents: Any,
) -> Lesson:
    """Add a lesson at the end of a module, before learners or as a draft; a draft where it is looked at first.

    Raises AddressTaken, PreviewOfQuiz, PartIsTheLesson and PromisedAlready, and what `write_blocks` raises.
    """
    approval.refuse_promised(module.course, by)
    places.lock(module.course_id)
    taken = set(Lesson.objects.filter(course_id=module.course_id).values_list("slug", flat=True))
    slug = contents.pop("slug", "") or free_slug(title, taken, "lesson")
    if slug in taken:
        raise AddressTaken
    release = rules.written(rules.after_days(contents.pop("opens_after_days", None)))
    lesson = Lesson(course_id=module.course_id, module=module, slug=slug, title=title, kind=kind, release=release)
    _fill(lesson, contents)
    lesson.position = (_live(module.pk).aggregate(last=Max("position"))["last"] or 0) + 1
    waits = is_draft or approval.begins_as_draft(module.course, by)
    lesson.draft_since = clock_now() if waits else None
    lesson.save()
    if blocks:
        write_blocks(lesson=lesson, blocks=blocks, by=by)
        refuse_what_it_is(lesson)
    outline_changed(module.course_id)
    freshness.course_changed(module.course_id)
    return lesson


@transaction.atomic
def update_lesson(*, lesson: Lesson, blocks: list[Value] | None = None, by: Any = None, **contents: Any) -> Lesson:
    """Change what a lesson holds; blocks that are not given stay.

    Raises AddressTaken, PreviewOfQuiz, PartIsTheLesson, SeenByLearners and PromisedAlready, and what `write_blocks`
    raises.
    """
    approval.refuse_unseen_change(lesson, by)
    # a form may have filled the lesson already
    before = Lesson.objects.select_related("asset").get(pk=lesson.pk)
    follows_now = follows(before, contents if blocks is None else {**contents, "blocks": blocks})
    if blocks is not None:
        write_blocks(lesson=lesson, blocks=blocks, by=by)
    _fill(lesson, contents)
    refuse_what_it_is(lesson)
    # a length that nobody said follows what there is to read and to watch
    if follows_now:
        lesson.minutes = estimated(lesson)
        contents["minutes"] = lesson.minutes
    try:
        with transaction.atomic():
            lesson.save(update_fields=list(contents))
    except IntegrityError as error:
        raise AddressTaken from error
    if lesson.is_preview != before.is_preview:
        outline_changed(lesson.course_id)
    freshness.course_changed(lesson.course_id)
    return lesson


def rename_lesson(*, lesson: Lesson, title: str, by: Any = None) -> Lesson:
    """Give a lesson another title; its address stays, so links keep working."""
    return update_lesson(lesson=lesson, title=title, by=by)


@transaction.atomic
def move_lesson(*, lesson: Lesson, module: Module, position: int, seen: str | None = None, by: Any = None) -> Lesson:
    """Put a lesson in another place, in its module or another one of the course.

    Raises OutlineChanged, when the order `seen` is no longer the outline's, and WaitsForItself.
    """
    if module.course_id != lesson.course_id or module.archived_at is not None:
        raise ForeignModule
    places.lock(lesson.course_id, seen=seen)
    lesson.refresh_from_db(fields=["position", "archived_at", "module", "release", "free_until"])
    if lesson.archived_at is not None:
        return lesson
    left = lesson.module_id
    note_move(lesson, module, clock_now())
    lesson.module = module
    if left != module.pk:
        # its own place first: the one it brings along may be taken in the new module
        lesson.position = (_live(module.pk).aggregate(last=Max("position"))["last"] or 0) + 1
        lesson.save(update_fields=["module", "position", "free_until"])
        renumber(_live(left))
    place(_live(module.pk), lesson, position)
    check_course(lesson.course)
    outline_changed(lesson.course_id)
    freshness.course_changed(lesson.course_id)
    return lesson


@transaction.atomic
def archive_lesson(*, lesson: Lesson, by: Any = None) -> Lesson:
    """Take a lesson out of the outline and keep what learners did."""
    places.lock(lesson.course_id)
    refuse_awaited([lesson.key])
    lesson.archived_at, lesson.position = clock_now(), None
    lesson.save(update_fields=["archived_at", "position"])
    end_proposals(lessons=[lesson.pk], at=lesson.archived_at)
    renumber(_live(lesson.module_id))
    publish(LessonsLeft(course_id=lesson.course_id))
    freshness.course_changed(lesson.course_id)
    return lesson


@transaction.atomic
def restore_lesson(*, lesson: Lesson, by: Any = None) -> Lesson:
    """Bring an archived lesson back, last in its module; raises WaitsForItself."""
    places.lock(lesson.course_id)
    if lesson.archived_at is None:
        return lesson
    if lesson.module.archived_at is not None:
        raise ForeignModule(_("Restore its module first."))
    lesson.archived_at, lesson.position = None, _live(lesson.module_id).count() + 1
    lesson.save(update_fields=["archived_at", "position"])
    check_course(lesson.course)
    outline_changed(lesson.course_id)
    freshness.course_changed(lesson.course_id)
    return lesson


@transaction.atomic
def delete_lesson(*, lesson: Lesson, by: Any = None) -> None:
    """Delete a lesson, unless a learner worked on it."""
    places.lock(lesson.course_id)
    refuse_awaited([lesson.key])
    try:
        with transaction.atomic():
            Lesson.objects.get(pk=lesson.pk).delete()
    except ProtectedError as error:
        raise LessonInUse from error
    renumber(_live(lesson.module_id))
    publish(LessonsLeft(course_id=lesson.course_id))
    freshness.course_changed(lesson.course_id)


def _fill(lesson: Lesson, contents: dict[str, Any]) -> None:
    if unknown := set(contents) - set(CONTENTS):
        raise TypeError(f"not a part of a lesson: {sorted(unknown)}")
    for name, value in contents.items():
        setattr(lesson, name, value)
    if lesson.is_preview and lesson.kind in NEVER_PREVIEW:
        raise PreviewOfQuiz


def _live(module_id: int) -> Any:
    return Lesson.objects.live().filter(module_id=module_id).order_by("position")
