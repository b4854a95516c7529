"""Open attempts whose last moment is another one now."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tenant_apps.assessments.deadlines import attempt_due
from tenant_apps.assessments.models import Attempt
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.dates import NOTHING, given_in


@transaction.atomic
def retime(*, lesson: Lesson | None = None, enrolment_id: int | None = None, by: Any = None) -> int:
    """Give open attempts at a lesson's quiz, a learner's or both, the last moment that holds by now; how many moved."""
    wanted = {"quiz__lesson": lesson, "enrolment": enrolment_id}
    rows = Attempt.objects.select_for_update(of=("self",)).filter(submitted_at=None)
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    found = list(rows.select_related("quiz"))
    lessons = {attempt.quiz.lesson_id for attempt in found}
    given = given_in([attempt.enrolment_id for attempt in found], lessons)
    moved = []
    for attempt in found:
        last = given.get((attempt.enrolment_id, attempt.quiz.lesson_id), NOTHING).due(attempt.quiz.due_at)
        due_at = attempt_due(attempt.started_at, attempt.minutes_up_at, last)
        if due_at != attempt.due_at:
            attempt.due_at = due_at
            moved.append(attempt)
    Attempt.objects.bulk_update(moved, ["due_at"], batch_size=500)
    return len(moved)
