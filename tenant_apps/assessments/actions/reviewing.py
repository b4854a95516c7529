"""The team's side of a submission: pins, marks, words, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.assessments.actions.closing import locked_submission
from tenant_apps.assessments.actions.finishing import finish_lesson
from tenant_apps.assessments.events import SubmissionGraded
from tenant_apps.assessments.models import Assignment, Pin, Submission, Work
from tenant_apps.learning import actions as learning

MOST_PINS = 60
PASS, RETURN = "pass", "return"


@dataclass(frozen=True)
class Answer:
    """What the team says of a work: `marks` maps a criterion's key to a level's."""

    words: str = ""
    points: int | None = None
    marks: Mapping[str, str] = field(default_factory=dict)


class NotHandedIn(Refused):
    """Still a draft."""

    message = _("This work is not handed in yet.")


class GradedAlready(Refused):
    """Somebody was faster, and said something else."""

    message = _("This work has been answered already. Reload the page to see how.")


class NoWords(Refused):
    """A return without a reason helps nobody."""

    message = _("Say what to change: write some words, or put a pin on the picture.")
    field = "words"


class PointsMissing(Refused):
    """A number is asked for."""

    message = _("Give 0 to %(most)s points.")
    field = "points"


class LevelMissing(Refused):
    """A criterion without a level, or with one of another rubric."""

    message = _("Choose a level for “%(criterion)s”.")
    field = "marks"


class BelowPassMark(Refused):
    """The numbers say otherwise."""

    message = _("%(score)s %% is below the %(needed)s %% that pass. Give more, or return the work.")


class TooManyPins(Refused):
    """More than anybody reads."""

    message = _("A picture holds up to %(most)s pins.")


@transaction.atomic
def pin(*, work: Work, x: Decimal, y: Decimal, text: str, by: Any, now: datetime | None = None) -> Pin:
    """Put a remark on a spot of a picture. Raises NotHandedIn, GradedAlready and TooManyPins."""
    if work.submission is None:  # of a quiz: its words are enough
        raise NotHandedIn
    _open(work.submission, now or clock_now())
    if work.pins.count() >= MOST_PINS:
        raise TooManyPins(most=MOST_PINS)
    return Pin.objects.create(work=work, x=x, y=y, text=text, by=by)


@transaction.atomic
def unpin(*, submission: Submission, pin: UUID, by: Any) -> None:
    """Take a remark away while the work waits; one that is gone is no matter."""
    found = _open(submission, clock_now())
    Pin.objects.filter(work__submission=found, key=pin).delete()


@transaction.atomic
def keep_answer(*, submission: Submission, answer: Answer, by: Any, now: datetime | None = None) -> Submission:
    """Keep what is written so far, without sending it."""
    found = _open(submission, now or clock_now())
    found.words, found.points = answer.words, answer.points
    found.marks = marks_of(found.assignment, answer.marks, whole=False)
    found.save(update_fields=["words", "points", "marks"])
    return found


@transaction.atomic
def answer_submission(
    *, submission: Submission, verdict: str, answer: Answer, by: Any, now: datetime | None = None
) -> Submission:
    """Pass a work or return it for another try, with points, marks and words. The same verdict twice changes nothing.

    Raises NotHandedIn, GradedAlready, NoWords, PointsMissing, LevelMissing and BelowPassMark.
    """
    at = now or clock_now()
    found = locked_submission(submission)
    if found.graded_at is not None and found.state == {PASS: "passed", RETURN: "returned"}[verdict]:
        return found
    found = _open(submission, at)
    _fill(found, verdict, answer)
    _close(found, passed=verdict == PASS, by=by, at=at)
    return found


@transaction.atomic
def answer_by_score(*, submission: Submission, score: int, now: datetime) -> Submission:
    """Pass a work or return it by a score alone, as its reviewers gave it. One that is answered stays so."""
    found = locked_submission(submission)
    if found.is_draft or found.graded_at is not None:
        return found
    found.score = max(0, score - found.minus_percent)
    _close(found, passed=found.score >= found.assignment.pass_mark, by=None, at=now)
    return found


def _close(found: Submission, *, passed: bool, by: Any, at: datetime) -> None:
    found.graded_at, found.graded_by, found.passed_at = at, by, at if passed else None
    found.save(update_fields=["words", "points", "marks", "score", "graded_at", "graded_by", "passed_at"])
    lesson = found.assignment.lesson
    if found.score is not None:
        learning.record_score(enrolment=found.enrolment, lesson=lesson, score=found.score, now=at)
    audit.record(
        by=str(getattr(by, "email", by or "reviewers")),
        action=f"assessments.{found.state}",
        target=str(found.key),
        tenant_id=require_tenant().id,
        data={"lesson": str(lesson.key), "score": found.score, "try": found.number},
    )
    publish(
        SubmissionGraded(
            submission_id=found.pk, person_id=found.enrolment.person_id, lesson_id=lesson.pk, passed=passed
        )
    )
    if passed:
        finish_lesson(enrolment=found.enrolment, lesson=lesson, by=by, now=at)


def marks_of(assignment: Assignment, chosen: Mapping[str, str], *, whole: bool = True) -> dict[str, dict[str, Any]]:
    """The levels that were chosen, with their words and points as they are now; raises LevelMissing."""
    found: dict[str, dict[str, Any]] = {}
    for criterion in assignment.criteria.prefetch_related("levels"):
        levels = {str(level.key): level for level in criterion.levels.all()}
        level = levels.get(chosen.get(str(criterion.key), ""))
        if level is None:
            if whole:
                raise LevelMissing(criterion=criterion.title)
            continue
        most = max(each.points for each in levels.values())
        found[str(criterion.key)] = mark(
            criterion=criterion.title,
            position=criterion.position,
            level=str(level.key),
            title=level.title,
            points=level.points,
            most=most,
        )
    return found


def mark(*, criterion: str, position: int, level: str, title: str, points: int, most: int) -> dict[str, Any]:
    """A level that was given, with its words and points of that moment: so it is kept."""
    about = {"criterion": criterion, "position": position, "level": level}
    return about | {"title": title, "points": points, "most": most}


def percent_of(marks: Mapping[str, Mapping[str, Any]]) -> int | None:
    """The points of a rubric in percent of those to be had, rounded down; None without a rubric."""
    most = sum(mark["most"] for mark in marks.values())
    return 100 * sum(mark["points"] for mark in marks.values()) // most if most else None


def _fill(found: Submission, verdict: str, answer: Answer) -> None:
    assignment, passed = found.assignment, verdict == PASS
    has_pins = Pin.objects.filter(work__submission=found).exists()
    if not passed and not answer.words.strip() and not has_pins:
        raise NoWords
    found.words = answer.words.strip()
    # what is returned may go without numbers; then it has no score
    found.marks = marks_of(assignment, answer.marks, whole=passed)
    most = None if found.marks else assignment.points
    found.points = answer.points if most is not None else None
    if most is not None and not _are_given(found.points, most, passed):
        raise PointsMissing(most=most)
    raw = _raw(found)
    if raw is None:
        found.score = max(0, 100 - found.minus_percent) if passed else None
        return
    found.score = max(0, raw - found.minus_percent)
    if passed and found.score < assignment.pass_mark:
        raise BelowPassMark(score=found.score, needed=assignment.pass_mark)


def _are_given(points: int | None, most: int, passed: bool) -> bool:
    return not passed if points is None else 0 <= points <= most


def _raw(found: Submission) -> int | None:
    if found.marks:
        is_whole = len(found.marks) == found.assignment.criteria.count()
        return percent_of(found.marks) if is_whole else None
    if found.assignment.points is None or found.points is None:
        return None
    return 100 * found.points // found.assignment.points


def _open(submission: Submission, at: datetime) -> Submission:
    """The submission, held and being reviewed from now on."""
    found = locked_submission(submission)
    if found.is_draft:
        raise NotHandedIn
    if found.graded_at is not None:
        raise GradedAlready
    if found.opened_at is None:
        found.opened_at = at
        found.save(update_fields=["opened_at"])
    return found
