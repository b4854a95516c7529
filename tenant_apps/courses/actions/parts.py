"""Rows that belong to a lesson and stand in an order: spots, steps, cameras."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from tenant_apps.courses import approval, freshness
from tenant_apps.courses.estimates import followed
from tenant_apps.courses.models import Lesson


@transaction.atomic
def write_parts(
    *,
    model: type[models.Model],
    lesson: Lesson,
    rows: list[dict[str, Any]],
    within: dict[str, Any] | None = None,
    again: bool = False,
    by: Any = None,
) -> None:
    """Let a lesson have these rows in this order and no others; a row with the key of one that is there changes it.

    `within` names what they belong to, where that is not the lesson itself. Rows that were there before, `again`, come
    back with the keys they had. Raises SeenByLearners and PromisedAlready.
    """
    approval.refuse_unseen_change(lesson, by)
    Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)
    parent = within or {"lesson": lesson}
    known = {row.key: row for row in model._default_manager.filter(**parent)}  # type: ignore[attr-defined]
    with followed(lesson):
        kept = set()
        for place, asked in enumerate(rows, start=1):
            fields = {name: value for name, value in asked.items() if name != "key"}
            row = known.get(asked.get("key")) or model(**parent, **({"key": asked["key"]} if again else {}))
            for name, value in {**fields, "position": place}.items():
                setattr(row, name, value)
            row.save()
            kept.add(row.pk)
        gone = [row.pk for row in known.values() if row.pk not in kept]
        # held first: whoever begins something in one of them waits, and then finds it gone
        for row in model._default_manager.select_for_update().filter(pk__in=gone).order_by("pk"):
            row.delete()
    freshness.course_changed(lesson.course_id)
