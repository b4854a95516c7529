"""When an attempt is over, and what is locked until it is written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tenant_apps.assessments.actions.grading import grade
from tenant_apps.assessments.drawing import questions_of
from tenant_apps.assessments.models import Attempt, Submission
from tenant_apps.learning.models import Enrolment


def close_when_due(attempt: Attempt, *, by: Any, at: datetime) -> bool:
    """Hand in an attempt that is overdue; whether it was. The caller holds its lock."""
    if attempt.due_at is None or not attempt.is_overdue(at):
        return False
    grade(attempt, by=by, at=attempt.due_at)
    return True


def hold_enrolments(*, skip_locked: bool = False) -> QuerySet[Enrolment]:
    """Enrolments to lock: always before their attempts, as grading writes to both."""
    return Enrolment.objects.select_for_update(no_key=True, skip_locked=skip_locked)


def locked(attempt: Attempt) -> Attempt:
    """The attempt as it stands, held until the transaction is over."""
    hold_enrolments().get(pk=attempt.enrolment_id)
    found = Attempt.objects.select_for_update(of=("self",)).select_related("quiz__lesson", "enrolment")
    return found.get(pk=attempt.pk)


def locked_submission(submission: Submission) -> Submission:
    """The submission as it stands, held until the transaction is over."""
    hold_enrolments().get(pk=submission.enrolment_id)
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related("assignment__lesson__course", "enrolment__person").get(pk=submission.pk)


def grade_when_done(attempt: Attempt, by: Any, at: datetime) -> None:
    """Grade an open attempt in which everything is answered."""
    questions = questions_of(attempt)
    if attempt.is_open and questions and all(str(question.key) in attempt.answers for question in questions):
        grade(attempt, by=by, at=at)
