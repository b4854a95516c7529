"""Open attempts whose last moment is another one now."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tenant_apps.assessments.deadlines import attempt_due
from tenant_apps.assessments.models import Attempt
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.dates import NOTHING, given_in


@transaction.atomic
def retime(*, lesson: Lesson, enrolment_id: int | None = None, by: Any = None) -> int:
    """Give open attempts at a lesson's quiz the last moment that holds by now, one learner's or all; how many moved."""
    rows = Attempt.objects.select_for_update(of=("self",)).filter(quiz__lesson=lesson, submitted_at=None)
    if enrolment_id is not None:
        rows = rows.filter(enrolment=enrolment_id)
    found = list(rows.select_related("quiz"))
    given = given_in([attempt.enrolment_id for attempt in found], [lesson.pk])
    moved = []
    for attempt in found:
        last = given.get((attempt.enrolment_id, lesson.pk), NOTHING).due(attempt.quiz.due_at)
        due_at = attempt_due(attempt.started_at, attempt.minutes_up_at, last)
        if due_at != attempt.due_at:
            attempt.due_at = due_at
            moved.append(attempt)
    Attempt.objects.bulk_update(moved, ["due_at"], batch_size=500)
    return len(moved)
