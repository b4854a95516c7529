"""Facts of assessments."""

from __future__ import annotations

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class AttemptGraded(Fact):
    """A learner answered the last question and has a score."""

    attempt_id: int
    person_id: int
    lesson_id: int
    passed: bool


@dataclass(frozen=True)
class GradeSet(Fact):
    """Somebody of the team set a learner's grade for a lesson by hand."""

    enrolment_id: int
    person_id: int
    lesson_id: int
    score: int
    passed: bool


@dataclass(frozen=True)
class SubmissionHandedIn(Fact):
    """A learner handed in work for an assignment."""

    submission_id: int
    person_id: int
    lesson_id: int
    late: bool


@dataclass(frozen=True)
class SubmissionGraded(Fact):
    """A work was passed, or returned for another try."""

    submission_id: int
    person_id: int
    lesson_id: int
    passed: bool


@dataclass(frozen=True)
class ReviewsGiven(Fact):
    """A learner was given works of others to review."""

    enrolment_id: int
    assignment_id: int
