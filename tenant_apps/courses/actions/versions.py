"""What a lesson was before: every change is kept, and a change that matters is told to those who had finished it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
from tenant_apps.courses.own_rows import OwnRows, own_rows, same_rows, write_rows


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


@contextmanager
def kept_as_version(
    lesson: Lesson, *, note: str = "", by: Any = None, written_by: str = "", now: datetime | None = None
) -> Iterator[Lesson]:
    """Keep what a lesson held before the block and what it holds after, if that differs; gives the lesson before.

    A note tells learners what changed, without one it is small. The version names who wrote it, where that is somebody
    else than who lets it be so. Raises NothingToTell.
    """
    with transaction.atomic():
        before = Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)
        if note and before.is_draft:
            raise NothingToTell
        was, rows = queries.held_of(before), own_rows(before)
        yield before
        after = Lesson.objects.get(pk=lesson.pk)
        is_now, new_rows = queries.held_of(after), own_rows(after)
        if was == is_now and same_rows(rows, new_rows):
            return
        _keep_before(before, rows)
        _keep(after, new_rows, number=_last(lesson).number + 1, note=note, by_name=written_by or str(by or ""))
        if note:
            lesson.changed_at, lesson.change_note = now or clock_now(), note
            lesson.save(update_fields=["changed_at", "change_note"])
            publish(LessonRevised(lesson_id=lesson.pk, course_id=lesson.course_id))


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
    """Change what a lesson holds and keep what it held (`kept_as_version`).

    Whoever says which content they have `seen` is refused with LessonChanged when it is another one by now, unless
    theirs says the same. Raises NothingToTell, AddressTaken and PreviewOfQuiz, too.
    """
    with kept_as_version(lesson, note=note, by=by, written_by=written_by, now=now) as before:
        content = queries.content_of(before)
        update_lesson(lesson=lesson, by=by, **contents)
        if seen and content not in (seen, queries.content_of(lesson)):
            raise LessonChanged
    return lesson


def restore_version(*, version: LessonVersion, note: str = "", by: Any = None) -> Lesson:
    """Let a lesson be again what it was, as its newest version.

    Raises NothingToTell and PreviewOfQuiz, and what refuses its rows, such as questions that were answered since.
    """
    lesson = Lesson.objects.select_related("asset").get(pk=version.lesson_id)
    with kept_as_version(lesson, note=note, by=by):
        update_lesson(lesson=lesson, by=by, **contents_of(version))
        if version.rows is not None:
            write_rows(lesson, version.rows, by=by)
    return lesson


def contents_of(version: LessonVersion) -> dict[str, Any]:
    """What a version brings back; a file of its page may be gone by now, as may the lesson's own."""
    held = {name: getattr(version, name) for name in KEPT}
    return held | {"blocks": with_their_files(version.blocks)}


def _keep_before(lesson: Lesson, rows: OwnRows) -> None:
    """The first change keeps what was there; a version from before rows were kept gets those that are there yet."""
    if not lesson.versions.exists():
        _keep(lesson, rows, number=1)
        return
    newest = _last(lesson)
    if newest.rows is None:
        newest.rows = rows
        newest.save(update_fields=["rows"])


def _keep(lesson: Lesson, rows: OwnRows, *, number: int, note: str = "", by_name: str = "") -> None:
    held = {name: getattr(lesson, name) for name in KEPT}
    LessonVersion.objects.create(lesson=lesson, number=number, note=note, by_name=by_name[:150], rows=rows, **held)


def _last(lesson: Lesson) -> LessonVersion:
    return LessonVersion.objects.filter(lesson=lesson).order_by("-number")[0]
