"""Learners who review each other: the example, what they say of a work, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.assessments.actions.reviewing import answer_by_score, marks_of, percent_of
from tenant_apps.assessments.matching import weighted_median
from tenant_apps.assessments.models import Assignment, Calibration, Example, PeerReview, PeerScore, Submission
from tenant_apps.courses.approval import refuse_unseen_change
from tenant_apps.learning.models import Enrolment
from tenant_apps.media.models import Asset

LEAST_WEIGHT = 10
MOST_LETTERS = 5_000


class ReviewGone(Refused):
    """Not done in time, and given to somebody else."""

    message = _("This review was not done in time and was given to somebody else.")


class CalibrateFirst(Refused):
    """The example comes before the others' works."""

    message = _("Mark the example first: it shows how the levels are meant.")


class WordsMissing(Refused):
    """Levels alone help nobody."""

    message = _("Write at least a sentence: what works, and what you would try next.")
    field = "words"


class ExampleEmpty(Refused):
    """Nothing to mark."""

    message = _("Give the example a picture or words.")
    field = "text"


@transaction.atomic
def set_example(
    *,
    assignment: Assignment,
    levels: Mapping[str, str],
    text: str = "",
    asset: Asset | None = None,
    words: str = "",
    by: Any = None,
) -> Example:
    """Write down a work with the creator's own marks. Raises ExampleEmpty and LevelMissing."""
    refuse_unseen_change(assignment.lesson, by)
    if not text.strip() and asset is None:
        raise ExampleEmpty
    told = {"text": text, "asset": asset, "words": words, "marks": marks_of(assignment, levels)}
    example, _made = Example.objects.update_or_create(assignment=assignment, defaults=told)
    return example


@transaction.atomic
def calibrate(
    *, example: Example, enrolment: Enrolment, levels: Mapping[str, str], by: Any = None, now: datetime | None = None
) -> Calibration:
    """Keep how close a learner comes to the creator's marks; the first time counts. Raises LevelMissing."""
    marks = marks_of(example.assignment, levels)
    told = {"marks": marks, "weight": _closeness(example.marks, marks), "done_at": now or clock_now()}
    kept, _made = Calibration.objects.get_or_create(assignment=example.assignment, enrolment=enrolment, defaults=told)
    return kept


@transaction.atomic
def review_peer(
    *, review: PeerReview, levels: Mapping[str, str], words: str, by: Any = None, now: datetime | None = None
) -> PeerReview:
    """Keep what a learner says of another's work; the first time counts. With the last one the work may be answered.

    Raises ReviewGone, CalibrateFirst, LevelMissing and WordsMissing.
    """
    at = now or clock_now()
    found = (
        PeerReview.objects.select_for_update(of=("self",)).select_related("submission__assignment").get(pk=review.pk)
    )
    if found.done_at is not None:
        return found
    if found.withdrawn_at is not None:
        raise ReviewGone
    assignment = found.submission.assignment
    calibration = Calibration.objects.filter(assignment=assignment, enrolment=found.reviewer_id).first()
    if calibration is None and Example.objects.filter(assignment=assignment).exists():
        raise CalibrateFirst
    if not words.strip():
        raise WordsMissing
    found.marks, found.words = marks_of(assignment, levels), words.strip()[:MOST_LETTERS]
    found.score, found.done_at = percent_of(found.marks) or 0, at
    found.weight = calibration.weight if calibration else 100
    found.save(update_fields=["marks", "words", "score", "weight", "done_at"])
    settle(submission=found.submission, now=at)
    return found


def peer_score(submission: Submission) -> int | None:
    """The middle of what the reviewers gave, each by their weight."""
    done = PeerReview.objects.filter(submission=submission, done_at__isnull=False)
    return weighted_median((score or 0, weight) for score, weight in done.values_list("score", "weight"))


def settle(*, submission: Submission, now: datetime) -> None:
    """Answer a work by the middle of its reviews, where that is what counts and all are in."""
    assignment = submission.assignment
    done = PeerReview.objects.filter(submission=submission, done_at__isnull=False).count()
    if assignment.peer_score != PeerScore.MEDIAN or done < assignment.peer_reviews:
        return
    score = peer_score(submission)
    if score is not None:
        answer_by_score(submission=submission, score=score, now=now)


def _closeness(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> int:
    """100 less the mean distance in percent of each criterion's points; by title where keys changed with a copy."""
    by_title = {mark["criterion"]: mark for mark in theirs.values()}
    gaps = [
        100 * abs(mark["points"] - known["points"]) // max(mark["most"], 1)
        for key, mark in mine.items()
        if (known := theirs.get(key) or by_title.get(mark["criterion"])) is not None
    ]
    return max(LEAST_WEIGHT, min(100, 100 - sum(gaps) // len(gaps))) if gaps else 100
