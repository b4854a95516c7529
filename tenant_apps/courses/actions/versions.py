"""What a lesson was before: every change is kept, and a change that matters is told to those who had finished it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses import queries
from tenant_apps.courses.actions.lessons import update_lesson
from tenant_apps.courses.blocks import with_their_files
from tenant_apps.courses.events import LessonRevised
from tenant_apps.courses.models import KEPT, Lesson, LessonVersion


class NothingToTell(Refused):
    """A draft has no readers."""

    message = _("Learners do not see a draft, so there is nothing to tell them.")
    field = "note"


class LessonChanged(Refused):
    """Somebody else saved meanwhile."""

    message = _(
        "Somebody changed this lesson after you opened it. Nothing is saved yet: look at both, then save again to keep"
        " yours."
    )


@transaction.atomic
def revise_lesson(
    *,
    lesson: Lesson,
    note: str = "",
    seen: str = "",
    by: Any = None,
    written_by: str = "",
    now: datetime | None = None,
    **contents: Any,
) -> Lesson:
    """Change what a lesson holds and keep what it held; a note tells learners what changed, without one it is small.

    Whoever says which content they have `seen` is refused with LessonChanged when it is another one by now, unless
    theirs says the same. The version names who wrote it, where that is somebody else than who lets it be so. Raises
    NothingToTell, AddressTaken and PreviewOfQuiz, too.
    """
    at = now or clock_now()
    before = Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)
    if note and before.is_draft:
        raise NothingToTell
    was, content = queries.held_of(before), queries.content_of(before)
    update_lesson(lesson=lesson, by=by, **contents)
    if seen and content not in (seen, queries.content_of(lesson)):
        raise LessonChanged
    if was == queries.held_of(lesson):
        return lesson
    if not before.versions.exists():
        _keep(before, number=1)
    _keep(lesson, number=_last(lesson) + 1, note=note, by_name=written_by or str(by or ""))
    if note:
        lesson.changed_at, lesson.change_note = at, note
        lesson.save(update_fields=["changed_at", "change_note"])
        publish(LessonRevised(lesson_id=lesson.pk, course_id=lesson.course_id))
    return lesson


@transaction.atomic
def restore_version(*, version: LessonVersion, note: str = "", by: Any = None) -> Lesson:
    """Let a lesson be again what it was, as its newest version; raises NothingToTell and PreviewOfQuiz."""
    lesson = Lesson.objects.select_related("asset").get(pk=version.lesson_id)
    return revise_lesson(lesson=lesson, note=note, by=by, **contents_of(version))


def contents_of(version: LessonVersion) -> dict[str, Any]:
    """What a version brings back; a file of its page may be gone by now, as may the lesson's own."""
    held = {name: getattr(version, name) for name in KEPT}
    return held | {"blocks": with_their_files(version.blocks)}


def _keep(lesson: Lesson, *, number: int, note: str = "", by_name: str = "") -> None:
    held = {name: getattr(lesson, name) for name in KEPT}
    LessonVersion.objects.create(lesson=lesson, number=number, note=note, by_name=by_name[:150], **held)


def _last(lesson: Lesson) -> int:
    number: int = LessonVersion.objects.filter(lesson=lesson).order_by("-number").values_list("number", flat=True)[0]
    return number
