"""When everybody meets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.courses import approval
from tenant_apps.courses.estimates import followed
from tenant_apps.courses.models import Lesson
from tenant_apps.materials.models import LessonSession


class NoBeginning(Refused):
    """Nobody can come at no time."""

    message = _("Say when it begins.")
    field = "starts_at"


@transaction.atomic
def set_session(
    *, lesson: Lesson, starts_at: datetime, minutes: int, link: str = "", by: Any = None, now: datetime | None = None
) -> LessonSession:
    """Say when a live lesson is and where; a calendar that has it learns of the change by its number (RFC 5545).

    Raises SeenByLearners and PromisedAlready.
    """
    lesson = _held(lesson)
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


@transaction.atomic
def change_session(*, lesson: Lesson, by: Any = None, now: datetime | None = None, **changes: Any) -> LessonSession:
    """Say of a session what is said, by the names of set_session, and leave the rest; raises NoBeginning, too."""
    session = LessonSession.objects.filter(lesson=_held(lesson)).first() or LessonSession(lesson=lesson)
    meant = {name: changes.get(name, getattr(session, name)) for name in ("starts_at", "minutes", "link")}
    if meant["starts_at"] is None:
        raise NoBeginning
    return set_session(lesson=lesson, by=by, now=now, **meant)


def _held(lesson: Lesson) -> Lesson:
    # the lesson and not the session, which may not be there yet
    return Lesson.objects.select_for_update(no_key=True, of=("self",)).select_related("course").get(pk=lesson.pk)
