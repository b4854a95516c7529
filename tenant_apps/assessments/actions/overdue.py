"""Attempts whose learner went away: handed in when their time is up."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from tenant_apps.assessments.actions.closing import close_when_due, hold_enrolments
from tenant_apps.assessments.models import Attempt
from tenant_apps.assessments.models.attempts import GRACE

BATCH = 100

logger = logging.getLogger(__name__)


def close_overdue(*, now: datetime) -> int:
    """Hand in what is overdue, each in a transaction of its own; how many there were.

    One that cannot be handed in is logged and left, so that it does not hold up the others.
    """
    late = Attempt.objects.filter(submitted_at=None, due_at__lt=now - GRACE).order_by("due_at")
    return sum(_closed(pk, enrolment, now) for pk, enrolment in list(late.values_list("pk", "enrolment_id")[:BATCH]))


def _closed(pk: int, enrolment: int, now: datetime) -> bool:
    try:
        return _close(pk, enrolment, now)
    except Exception:
        logger.exception("The overdue attempt %s could not be handed in.", pk)
        return False


@transaction.atomic
def _close(pk: int, enrolment: int, now: datetime) -> bool:
    if not hold_enrolments(skip_locked=True).filter(pk=enrolment).first():
        return False
    rows = Attempt.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, submitted_at=None)
    attempt = rows.select_related("quiz__lesson", "enrolment").first()
    return attempt is not None and close_when_due(attempt, by=None, at=now)
