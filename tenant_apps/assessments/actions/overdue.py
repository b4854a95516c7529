"""Attempts whose learner went away: handed in when their time is up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tenant_apps.assessments.actions.answering import close_when_due
from tenant_apps.assessments.models import Attempt
from tenant_apps.assessments.models.attempts import GRACE

BATCH = 100


def close_overdue(*, now: datetime) -> int:
    """Hand in what is overdue, each in a transaction of its own; how many there were."""
    late = Attempt.objects.filter(submitted_at=None, due_at__lt=now - GRACE).order_by("due_at")
    return sum(_close(pk, now) for pk in list(late.values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    rows = Attempt.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, submitted_at=None)
    attempt = rows.select_related("quiz__lesson", "enrolment").first()
    return attempt is not None and close_when_due(attempt, by=None, at=now)
