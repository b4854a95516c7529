"""Open answers that were kept and not given when an attempt is over."""

from __future__ import annotations

from collections.abc import Sequence

from tenant_apps.assessments.kinds import kind_of
from tenant_apps.assessments.models import Attempt, OpenAnswer, Question

# how an answer stands in its attempt until somebody has looked
WAITS = {"chosen": [], "right": False, "share": 0, "waits": True}


def give_drafts(attempt: Attempt, questions: Sequence[Question]) -> None:
    """Take what was kept and not given when the time is up; the caller holds the attempt, and saves it."""
    missing = {
        str(question.key): question
        for question in questions
        if kind_of(question.kind).is_open and str(question.key) not in attempt.answers
    }
    if not missing:
        return
    for draft in OpenAnswer.objects.filter(attempt=attempt, question__in=missing):
        if draft.text.strip() or draft.works.exists():
            attempt.answers[str(draft.question)] = dict(WAITS)
