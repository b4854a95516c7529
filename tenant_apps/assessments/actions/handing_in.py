"""A learner's side of an assignment: a draft that is kept, its files, and handing it in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.assessments.actions.closing import hold_enrolments, locked_submission
from tenant_apps.assessments.actions.files import asked_by_assignment, drop_file, keep_file
from tenant_apps.assessments.deadlines import Lateness, due_for, lateness
from tenant_apps.assessments.events import SubmissionHandedIn
from tenant_apps.assessments.models import Assignment, DoneWhen, Submission, Work
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.media.actions import describe

MOST_LETTERS = 20_000


class NothingHandedIn(Refused):
    """An empty draft."""

    message = _("Add your work first: there is nothing to hand in yet.")


class TooLate(Refused):
    """After the date, where late work is refused."""

    message = _("The date for this work is over, and late work is not taken. Write to us if something held you up.")


class NoTryLeft(Refused):
    """As often as the creator allows."""

    message = _("You have used all tries at this assignment.")


class AlreadyHandedIn(Refused):
    """Nothing to change until it is returned."""

    message = _("Your work is handed in. You can change it when it is returned to you.")


class HandedInOtherwise(Refused):
    """In another tab, or by a press before, with other contents."""

    message = _(
        "This work was handed in already, in another tab or by an earlier press, and cannot be changed now."
        " What you sent just now differs from it and was not taken."
    )


@transaction.atomic
def begin_submission(
    *, assignment: Assignment, enrolment: Enrolment, by: Any = None, now: datetime | None = None
) -> Submission:
    """The draft a learner is at, begun if there is none: a first one, or another try after a return.

    Raises AlreadyHandedIn, NoTryLeft, TooLate, and what opening the lesson refuses.
    """
    at = now or clock_now()
    hold_enrolments().get(pk=enrolment.pk)
    learning.open_lesson(enrolment=enrolment, lesson=assignment.lesson, by=by, now=at)
    tries = Submission.objects.filter(assignment=assignment, enrolment=enrolment)
    last = tries.order_by("-number").first()
    if last is not None and last.is_draft:
        return last
    if last is not None and last.state != "returned":
        raise AlreadyHandedIn
    number = last.number + 1 if last else 1
    if assignment.tries_allowed and number > assignment.tries_allowed:
        raise NoTryLeft
    _require_time(assignment, due_for(assignment, enrolment, at), at)
    text = last.text if last else ""
    return Submission.objects.create(
        assignment=assignment, enrolment=enrolment, number=number, started_at=at, text=text
    )


@transaction.atomic
def keep_text(*, submission: Submission, text: str, by: Any = None) -> Submission:
    """Keep what is written so far; raises AlreadyHandedIn."""
    draft = _locked_draft(submission)
    draft.text = _as_kept(draft.assignment, text)
    draft.save(update_fields=["text"])
    return draft


def has_text(*, submission: Submission, text: str) -> bool:
    """Whether a submission says just this, but for white space."""
    return _as_kept(submission.assignment, text).split() == submission.text.split()


def recognise_work(*, submission: Submission, file: File) -> None:
    """Let pass a file that the submission has; raises HandedInOtherwise, and what media refuses."""
    described, _content = describe(file=file)
    if not submission.works.filter(sha256=described.sha256).exists():
        raise HandedInOtherwise


def add_work(*, submission: Submission, file: File, by: Any = None) -> Work:
    """Check a file and keep it with the draft; raises what `keep_file` refuses, and AlreadyHandedIn."""
    asked = asked_by_assignment(submission.assignment)
    return keep_file(file=file, asked=asked, hold=lambda: _locked_draft(submission))


@transaction.atomic
def remove_work(*, submission: Submission, work: UUID, by: Any = None) -> None:
    """Take a file out of the draft; one that is gone already is no matter."""
    drop_file(holder=_locked_draft(submission), work=work)


@transaction.atomic
def hand_in_work(*, submission: Submission, by: Any = None, now: datetime | None = None) -> Submission:
    """Hand a draft in, once: twice changes nothing. Raises NothingHandedIn and TooLate."""
    at = now or clock_now()
    found = locked_submission(submission)
    if not found.is_draft:
        return found
    assignment, enrolment = found.assignment, found.enrolment
    if not found.text.strip() and not found.works.exists():
        raise NothingHandedIn
    learning.open_lesson(enrolment=enrolment, lesson=assignment.lesson, by=by, now=at)
    found.due_at = due_for(assignment, enrolment, at)
    late = _require_time(assignment, found.due_at, at)
    found.submitted_at, found.late_days, found.minus_percent = at, late.days, late.minus_percent
    found.save(update_fields=["submitted_at", "due_at", "late_days", "minus_percent"])
    publish(
        SubmissionHandedIn(
            submission_id=found.pk, person_id=enrolment.person_id, lesson_id=assignment.lesson_id, late=late.days > 0
        )
    )
    if assignment.done_when == DoneWhen.HANDED_IN:
        learning.finish_when_watched(enrolment=enrolment, lesson=assignment.lesson, by=by, now=at)
    return found


def _as_kept(assignment: Assignment, text: str) -> str:
    return text[:MOST_LETTERS].replace("\0", "") if assignment.takes_text else ""


def _require_time(assignment: Assignment, due: datetime | None, at: datetime) -> Lateness:
    late = lateness(assignment, due, at)
    if late.is_refused:
        raise TooLate
    return late


def _locked_draft(submission: Submission) -> Submission:
    found = locked_submission(submission)
    if not found.is_draft:
        raise AlreadyHandedIn
    return found
