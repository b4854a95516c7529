"""Spots, steps and pieces of code. What a lesson held before is in its versions; a note tells learners what changed."""

from __future__ import annotations

from typing import Any

from tenant_apps.courses.actions import kept_as_version, write_parts
from tenant_apps.courses.models import Lesson
from tenant_apps.materials.models import HotSpot, Listing, Step

Rows = list[dict[str, Any]]


def set_spots(*, lesson: Lesson, rows: Rows, note: str = "", by: Any = None) -> None:
    """Say which places of the lesson's picture have something to say; raises SeenByLearners and NothingToTell."""
    with kept_as_version(lesson, note=note, by=by):
        write_parts(model=HotSpot, lesson=lesson, rows=rows, by=by)


def set_steps(*, lesson: Lesson, rows: Rows, note: str = "", by: Any = None) -> None:
    """Say which steps the lesson's project has; what learners ticked of the ones that stay is kept.

    Raises SeenByLearners and NothingToTell.
    """
    with kept_as_version(lesson, note=note, by=by):
        write_parts(model=Step, lesson=lesson, rows=rows, by=by)


def restore_steps(*, lesson: Lesson, rows: Rows, by: Any = None) -> None:
    """Bring back the steps of a version; those that learners have ticked stay, after them."""
    ticked = Step.objects.filter(lesson=lesson, done__isnull=False).exclude(key__in=[row["key"] for row in rows])
    stay = list(ticked.order_by("position").distinct().values("key", "title", "text", "position"))
    rows = [*rows, *({name: one[name] for name in ("key", "title", "text")} for one in stay)]
    write_parts(model=Step, lesson=lesson, rows=rows, again=True, by=by)


def set_listings(*, lesson: Lesson, rows: Rows, note: str = "", by: Any = None) -> None:
    """Say which pieces of code the lesson shows; raises SeenByLearners and NothingToTell."""
    with kept_as_version(lesson, note=note, by=by):
        write_parts(model=Listing, lesson=lesson, rows=rows, by=by)
