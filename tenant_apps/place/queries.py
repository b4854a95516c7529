"""Reading what a learner keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from tenant_apps.courses.models import Course, Lesson
from tenant_apps.people.models import Person
from tenant_apps.place.models import Bookmark, Note


@dataclass(frozen=True)
class Leaf:
    """A lesson, and what was noted on it."""

    lesson: Lesson
    notes: list[Note]

    @property
    def course(self) -> Course:
        """Where it belongs."""
        return self.lesson.course


def notes_on(person: Person, lesson: Lesson) -> QuerySet[Note]:
    """A person's notes on one lesson, as they stand in the film, else oldest first."""
    return Note.objects.filter(person=person, lesson=lesson).order_by("seconds", "created_at", "pk")


def notes_of(person: Person, *, words: str = "", course: str = "") -> QuerySet[Note]:
    """A person's notes in all courses, course by course, in the order of lessons."""
    found = Note.objects.filter(person=person).select_related("lesson__course", "lesson__module")
    if course:
        found = found.filter(lesson__course__slug=course)
    for word in words.split()[:8]:
        found = found.filter(text__icontains=word) | found.filter(quote__icontains=word)
    order = ["lesson__course__title", "lesson__course_id", "lesson__module__position", "lesson__position", "lesson_id"]
    return found.order_by(*order, "seconds", "created_at", "pk")


def leaves(notes: Iterable[Note]) -> list[Leaf]:
    """Notes gathered by lesson."""
    groups = (list(found) for _id, found in groupby(notes, lambda note: note.lesson_id))
    return [Leaf(group[0].lesson, group) for group in groups]


def courses_with_notes(person: Person) -> QuerySet[Course]:
    """Where a person has noted something."""
    return Course.objects.filter(pk__in=Note.objects.filter(person=person).values("lesson__course_id")).order_by(
        "title"
    )


def bookmarks_of(person: Person) -> QuerySet[Bookmark]:
    """What a person wants to find again, latest first."""
    found = Bookmark.objects.filter(person=person, lesson__archived_at=None, lesson__draft_since=None)
    return found.select_related("lesson__course").order_by("-created_at", "-pk")


def is_bookmarked(person: Person, lesson: Lesson) -> bool:
    """Whether the lesson is among them."""
    return Bookmark.objects.filter(person=person, lesson=lesson).exists()
