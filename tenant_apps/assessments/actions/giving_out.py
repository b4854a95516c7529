"""Giving works to those who review them, round by round; what gets too few reviews is left to the team."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Greatest

from marque.kit.clock import now as clock_now
from marque.kit.facts.outbox import publish
from tenant_apps.assessments.actions.peers import settle
from tenant_apps.assessments.events import ReviewsGiven
from tenant_apps.assessments.matching import pairs_for
from tenant_apps.assessments.models import Assignment, PeerReview, PeerScore, Submission

# works an assignment hands out in one round, and earlier makers it asks: the rest follow in the next
_ROUND = 400


@transaction.atomic
def give_out(*, assignment_id: int, now: datetime | None = None) -> int:
    """Take back what was not done in time, and give works to reviewers once enough are in; how many were given.

    One at a time for each assignment: another worker that is at it is left to it.
    """
    at = now or clock_now()
    rows = Assignment.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    assignment = rows.filter(pk=assignment_id, peer_reviews__gt=0).first()
    if assignment is None:
        return 0
    known = PeerReview.objects.filter(submission__assignment=assignment)
    known.filter(done_at=None, withdrawn_at=None, due_at__lt=at).update(withdrawn_at=at)
    if assignment.peer_score == PeerScore.MEDIAN:
        _settle_reviewed(assignment, at)
        _leave_to_team(assignment, at)
    works = _works(assignment)
    reviewers = _reviewers(assignment, works)
    if len(reviewers) <= assignment.peer_reviews:
        return 0
    found = known.filter(Q(submission__in=list(works)) | Q(reviewer__in=reviewers))
    pairs = list(found.values_list("submission_id", "reviewer_id", "withdrawn_at"))
    given = [(work, reviewer) for work, reviewer, withdrawn in pairs if withdrawn is None]
    taken = [(work, reviewer) for work, reviewer, _withdrawn in pairs]
    due = at + timedelta(days=assignment.peer_days)
    made = [
        PeerReview(submission_id=work, reviewer_id=who, assigned_at=at, due_at=due)
        for work, who in pairs_for(works, reviewers, given, taken, assignment.peer_reviews)
    ]
    PeerReview.objects.bulk_create(made, ignore_conflicts=True)
    for who in sorted({review.reviewer_id for review in made}):
        publish(ReviewsGiven(enrolment_id=who, assignment_id=assignment.pk))
    return len(made)


def assignments_with_peers() -> list[int]:
    """The assignments whose works are given out, while any wait."""
    waiting = Submission.objects.waiting().filter(assignment__peer_reviews__gt=0)
    return list(waiting.values_list("assignment_id", flat=True).distinct())


def _works(assignment: Assignment) -> dict[int, int]:
    """The works of this round with their makers: those that lack reviews, and as there is room the others that wait."""
    rows = Submission.objects.waiting().filter(assignment=assignment, left_to_team_at=None, enrolment__ended_at=None)
    rows = rows.annotate(asked=Count("reviews", filter=Q(reviews__withdrawn_at=None)))
    rows = rows.order_by("submitted_at", "pk")
    lacking = rows.filter(asked__lt=assignment.peer_reviews).values_list("pk", "enrolment_id")[:_ROUND]
    enough = rows.filter(asked__gte=assignment.peer_reviews).values_list("pk", "enrolment_id")
    return dict([*lacking, *enough[: _ROUND - len(lacking)]])


def _reviewers(assignment: Assignment, works: dict[int, int]) -> list[int]:
    """Whose works these are, then others who handed in, the latest first."""
    makers = list(dict.fromkeys(works.values()))
    # whoever needs nothing any more and let a review lie is not asked again
    lapsed = PeerReview.objects.filter(
        reviewer=OuterRef("enrolment"), submission__assignment=assignment, withdrawn_at__isnull=False
    )
    others = Submission.objects.filter(
        ~Exists(lapsed), assignment=assignment, submitted_at__isnull=False, enrolment__ended_at=None
    ).exclude(enrolment__in=makers)
    latest = others.values("enrolment_id").annotate(last=Max("submitted_at")).order_by("-last", "-enrolment_id")
    return [*makers, *(row["enrolment_id"] for row in latest[:_ROUND])]


def _settle_reviewed(assignment: Assignment, at: datetime) -> None:
    # two last reviews at one moment do not see each other, and fewer may be asked for than before
    rows = Submission.objects.waiting().filter(assignment=assignment)
    done = rows.annotate(done=Count("reviews", filter=Q(reviews__done_at__isnull=False)))
    for work in done.filter(done__gte=assignment.peer_reviews).select_related("assignment").order_by("pk")[:_ROUND]:
        settle(submission=work, now=at)


def _leave_to_team(assignment: Assignment, at: datetime) -> None:
    # once for those who were asked first, once more for those who got what had been taken back
    patience = 2 * timedelta(days=assignment.peer_days)
    rows = Submission.objects.waiting().filter(assignment=assignment, left_to_team_at=None)
    old = rows.annotate(since=Greatest("submitted_at", "due_at")).filter(since__lt=at - patience)
    old.update(left_to_team_at=at)
