"""Notes, marked passages and bookmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import LessonProgress
from tenant_apps.people.models import Person
from tenant_apps.place.models import Bookmark, Note


class NotOpened(Refused):
    """Nothing is kept on a lesson that its learner never saw."""

    message = _("Open the lesson first. Your words stay on this device.")


class NotYours(Refused):
    """An act of this key belongs to somebody else."""

    message = _("This was done by somebody else.")


@dataclass(frozen=True)
class Kept:
    """A note as it now stands. `beside` is what another device had made of it, where the two differ."""

    note: Note
    beside: Note | None = None


@transaction.atomic
def keep_note(*, key: UUID, person: Person, lesson: Lesson, base: int, spare: UUID, by: Person, **words: Any) -> Kept:
    """Write a note as it was typed, over revision `base` of it. If another device was faster, both are kept: these
    words become a note of their own, with the key `spare`.

    Raises NotOpened, or NotYours.
    """
    require_opened(person, lesson)
    there = Note.objects.select_for_update().filter(key=key).first()
    if there is not None and there.person_id != person.pk:
        return Kept(_write(spare, person, lesson, words))
    if there is None:
        # removed on another device, or never seen here
        return Kept(_write(spare if base else key, person, lesson, words))
    if there.text == words.get("text", ""):
        return Kept(there)
    if there.revision != base:
        return Kept(_write(spare, person, lesson, words), beside=there)
    there.text, there.changed_at, there.revision = words["text"], now(), there.revision + 1
    there.save(update_fields=["text", "changed_at", "revision"])
    return Kept(there)


def _write(key: UUID, person: Person, lesson: Lesson, words: dict[str, Any]) -> Note:
    if Note.objects.filter(key=key).exclude(person=person).exists():
        raise NotYours
    at = now()
    made, _new = Note.objects.get_or_create(
        key=key, person=person, defaults={"lesson": lesson, "changed_at": at, "created_at": at, **words}
    )
    return made


@transaction.atomic
def remove_note(*, key: UUID, person: Person, base: int, by: Person) -> Note | None:
    """Take a note away; one that another device has changed meanwhile stays, and is told."""
    there = Note.objects.select_for_update().filter(key=key, person=person).first()
    if there is None:
        return None
    if there.revision > base:
        return there
    there.delete()
    return None


@transaction.atomic
def set_bookmark(*, person: Person, lesson: Lesson, on: bool, by: Person) -> None:
    """Mark a lesson to be found again, or no longer. Twice changes nothing. Raises NotOpened."""
    if not on:
        Bookmark.objects.filter(person=person, lesson=lesson).delete()
        return
    require_opened(person, lesson)
    Bookmark.objects.get_or_create(person=person, lesson=lesson)


def require_opened(person: Person, lesson: Lesson) -> None:
    """Raise NotOpened unless the person has been in the lesson; a place that has ended takes no words away."""
    if not LessonProgress.objects.filter(enrolment__person=person, lesson=lesson).exists():
        raise NotOpened
