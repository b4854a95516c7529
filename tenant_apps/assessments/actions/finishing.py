"""Finishing a lesson by what was reached in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marque.kit.errors import Refused
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment


def finish_lesson(*, enrolment: Enrolment, lesson: Lesson, by: Any, now: datetime) -> None:
    """Finish a lesson that is passed, if it still can be: else the score stays, and there is nothing to finish."""
    try:
        learning.finish_when_watched(enrolment=enrolment, lesson=lesson, by=by, now=now)
    except Refused:  # the place ended, the lesson left the outline or is not open yet
        return
