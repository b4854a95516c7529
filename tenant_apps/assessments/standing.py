"""Where a learner stands with an assignment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from tenant_apps.assessments.deadlines import Lateness, lateness, usual_due
from tenant_apps.assessments.feedback import ShownWork, criteria_of, most_points, rubric_of, said_by_peers, shown_works
from tenant_apps.assessments.models import Assignment, Calibration, Example, PeerReview, Submission
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.dates import given_to
from tenant_apps.learning.models import Enrolment, Extension
from tenant_apps.media.formats import extensions_of


@dataclass(frozen=True)
class Standing:
    """The draft, what was handed in before, and what may be done now."""

    assignment: Assignment
    enrolment: Enrolment
    due_at: datetime | None
    late: Lateness
    extension: Extension | None = None
    tries: tuple[Submission, ...] = field(default=())

    @property
    def draft(self) -> Submission | None:
        """What the learner is at."""
        return next((each for each in self.tries if each.is_draft), None)

    @property
    def handed_in(self) -> list[Submission]:
        """What was handed in, the latest first."""
        return [each for each in reversed(self.tries) if not each.is_draft]

    @property
    def latest(self) -> Submission | None:
        """What was handed in last."""
        return next(iter(self.handed_in), None)

    @property
    def state(self) -> str:
        """Of the latest one that was handed in, or `new`; a draft beside a returned one leaves it returned."""
        return self.latest.state if self.latest else "new"

    @property
    def text(self) -> str:
        """What the words begin with: the draft's, else those of the work that was returned."""
        begun = self.draft or self.latest
        return begun.text if begun else ""

    @property
    def tries_left(self) -> int | None:
        """How many more may be handed in; None without a limit."""
        allowed = self.assignment.tries_allowed
        return max(0, allowed - len(self.handed_in)) if allowed else None

    @property
    def may_hand_in(self) -> bool:
        """Whether the form is shown: nothing waits, nothing is passed, a try is left, and it is not too late."""
        is_turn = self.state in ("new", "returned")
        return is_turn and not self.late.is_refused and (self.draft is not None or self.tries_left != 0)

    @cached_property
    def works(self) -> list[ShownWork]:
        """The files of the draft."""
        user = self.enrolment.person.user
        return shown_works(self.draft, user) if self.draft and user else []

    @property
    def accept(self) -> str:
        """What a file input lets through."""
        return extensions_of(self.assignment.kinds)


def assignment_of(lesson: Lesson) -> Assignment | None:
    """The lesson's assignment."""
    return Assignment.objects.filter(lesson=lesson).select_related("lesson").first()


def standing_at(assignment: Assignment, enrolment: Enrolment, now: datetime) -> Standing:
    """A learner's standing."""
    given, usual = given_to(enrolment, assignment.lesson), usual_due(assignment, enrolment, now)
    due, extension = given.due(usual), given.own if given.is_extended(usual) else None
    tries = tuple(Submission.objects.filter(assignment=assignment, enrolment=enrolment).order_by("number"))
    return Standing(assignment, enrolment, due, lateness(assignment, due, now), extension, tries)


def answer_to(submission: Submission | None, user: Any) -> dict[str, Any]:
    """What a learner sees of an answered submission; nothing of one that waits but their own work."""
    if submission is None or user is None:
        return {}
    told = submission.graded_at is not None
    return {
        "submission": submission,
        "shown": shown_works(submission, user, pinned=told),
        "told": told,
        "rubric": rubric_of(submission.marks) if told else None,
        "peers": said_by_peers(submission) if told else [],
        # passed without a number is kept as 100 %, and said without
        "is_numbered": told and submission.score is not None and _is_numbered(submission),
    }


def _is_numbered(submission: Submission) -> bool:
    by_reviewers = submission.graded_by_id is None
    return bool(submission.marks or submission.minus_percent or by_reviewers) or submission.points is not None


def to_review(assignment: Assignment, enrolment: Enrolment) -> dict[str, Any]:
    """The works a learner was given, and whether the example waits."""
    if not assignment.peer_reviews:
        return {}
    rows = PeerReview.objects.filter(reviewer=enrolment, submission__assignment=assignment, withdrawn_at=None)
    reviews = list(rows.order_by("pk"))
    done = Calibration.objects.filter(assignment=assignment, enrolment=enrolment).first()
    example = Example.objects.filter(assignment=assignment).exists()
    return {"reviews": reviews, "calibration": done, "needs_example": example and done is None}


def looked_at_for(assignment: Assignment) -> dict[str, Any]:
    """The rubric before anything is handed in."""
    criteria = criteria_of(assignment)
    return {"criteria": criteria, "most_points": most_points(criteria) or assignment.points}
