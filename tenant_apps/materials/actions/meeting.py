"""When everybody meets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from marque.kit.clock import now as clock_now
from tenant_apps.courses import approval
from tenant_apps.courses.estimates import followed
from tenant_apps.courses.models import Lesson
from tenant_apps.materials.models import LessonSession


@transaction.atomic
def set_session(
    *, lesson: Lesson, starts_at: datetime, minutes: int, link: str = "", by: Any = None, now: datetime | None = None
) -> LessonSession:
    """Say when a live lesson is and where; a calendar that has it learns of the change by its number (RFC 5545).

    Raises SeenByLearners and PromisedAlready.
    """
    approval.refuse_unseen_change(lesson, by)
    asked = {"starts_at": starts_at, "minutes": minutes, "link": link}
    with followed(lesson):
        made, is_new = LessonSession.objects.select_for_update().get_or_create(lesson=lesson, defaults=asked)
        if not is_new and any(getattr(made, name) != value for name, value in asked.items()):
            for name, value in asked.items():
                setattr(made, name, value)
            made.number, made.changed_at = made.number + 1, now or clock_now()
            made.save(update_fields=[*asked, "number", "changed_at"])
    return made
