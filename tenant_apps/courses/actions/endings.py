"""What waited for a lesson that learners lose, or for a change that nobody wants any more, waits no longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tenant_apps.courses.models import Approval, LessonProposal, ProposalFile, Verdict


def end_proposals(*, lessons: Iterable[int], at: datetime) -> int:
    """End the open proposals of these lessons and take back what was asked about them; say how many there were."""
    open_ones = LessonProposal.objects.open().filter(lesson__in=list(lessons))
    ended = list(open_ones.values_list("pk", flat=True))
    Approval.objects.waiting().filter(proposal__in=ended).update(verdict=Verdict.WITHDRAWN, decided_at=at)
    # an ended one holds no file back
    LessonProposal.objects.filter(pk__in=ended).update(ended_at=at, asset=None)
    ProposalFile.objects.filter(proposal__in=ended).delete()
    return len(ended)
