"""A learner's side: start, answer, hand in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.assessments.actions.grading import grade
from tenant_apps.assessments.drawing import draw, questions_of
from tenant_apps.assessments.kinds import ForgedChoice, kind_of
from tenant_apps.assessments.models import Attempt, Question, Quiz
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment


class NoQuestions(Refused):
    """An empty quiz."""

    message = _("This quiz has no questions yet.")


class NoAttemptLeft(Refused):
    """As often as the creator allows."""

    message = _("You have used all attempts at this quiz.")


class AlreadyGraded(Refused):
    """The attempt is over."""

    message = _("This attempt is finished. Start again to change an answer.")


class AnotherQuestion(Refused):
    """Asked in this place by now: the one that was answered moved, or was deleted."""

    message = _("The quiz was changed meanwhile, and your answer was not taken. Go on from here.")


class TimeIsUp(Refused):
    """The answer came too late."""

    message = _("The time is up. What you had answered was handed in for you.")


@transaction.atomic
def start_attempt(*, quiz: Quiz, enrolment: Enrolment, by: Any = None, now: datetime | None = None) -> Attempt:
    """Begin, or go on with the attempt that is open."""
    at = now or clock_now()
    hold_enrolments().get(pk=enrolment.pk)
    learning.open_lesson(enrolment=enrolment, lesson=quiz.lesson, by=by, now=at)
    if not quiz.questions.exists():
        raise NoQuestions
    attempts = Attempt.objects.filter(quiz=quiz, enrolment=enrolment)
    if attempt := attempts.select_for_update().filter(submitted_at=None).first():
        return _go_on(attempt, by, at)
    number = (attempts.aggregate(last=Max("number"))["last"] or 0) + 1
    if quiz.attempts_allowed and number > quiz.attempts_allowed:
        raise NoAttemptLeft
    due_at = at + timedelta(minutes=quiz.minutes_allowed) if quiz.minutes_allowed else None
    return Attempt.objects.create(
        quiz=quiz, enrolment=enrolment, number=number, started_at=at, due_at=due_at, drawn=draw(quiz)
    )


def answer_question(
    *, attempt: Attempt, question: Question, said: Sequence[str], by: Any = None, now: datetime | None = None
) -> Attempt:
    """Take an answer.

    Where a learner sees at once what was right, the first answer counts, and the last question ends the attempt;
    elsewhere an answer may be changed until the attempt is handed in. Raises what the kind of question refuses,
    ForgedChoice for one that is not asked, AlreadyGraded, and TimeIsUp, once the attempt is closed for it.
    """
    at = now or clock_now()
    with transaction.atomic():
        attempt = _locked(attempt)
        late = attempt.is_open and close_when_due(attempt, by=by, at=at)
        if not late:
            _take(attempt, question, said)
            if not attempt.quiz.is_handed_in:
                _grade_when_done(attempt, by, at)
    if late:  # outside, or the closing would be undone with it
        raise TimeIsUp
    return attempt


@transaction.atomic
def hand_in(*, attempt: Attempt, by: Any = None, now: datetime | None = None) -> Attempt:
    """Close an attempt as it is, once; one that is overdue was handed in when its time was up."""
    at, attempt = now or clock_now(), _locked(attempt)
    if attempt.is_open and not close_when_due(attempt, by=by, at=at):
        grade(attempt, by=by, at=at)
    return attempt


def close_when_due(attempt: Attempt, *, by: Any, at: datetime) -> bool:
    """Hand in an attempt that is overdue; whether it was. The caller holds its lock."""
    if attempt.due_at is None or not attempt.is_overdue(at):
        return False
    grade(attempt, by=by, at=attempt.due_at)
    return True


def hold_enrolments(*, skip_locked: bool = False) -> QuerySet[Enrolment]:
    """Enrolments to lock: always before their attempts, as grading writes to both."""
    return Enrolment.objects.select_for_update(no_key=True, skip_locked=skip_locked)


def _go_on(attempt: Attempt, by: Any, at: datetime) -> Attempt:
    if close_when_due(attempt, by=by, at=at):
        return attempt
    if questions_of(attempt):
        # the one question that was left may have been deleted since
        if not attempt.quiz.is_handed_in:
            _grade_when_done(attempt, by, at)
    elif attempt.answers:
        grade(attempt, by=by, at=at)
    else:  # all that was drawn is gone, and nothing was said yet
        attempt.drawn = draw(attempt.quiz)
        attempt.save(update_fields=["drawn"])
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    hold_enrolments().get(pk=attempt.enrolment_id)
    found = Attempt.objects.select_for_update(of=("self",)).select_related("quiz__lesson", "enrolment")
    return found.get(pk=attempt.pk)


def _take(attempt: Attempt, question: Question, said: Sequence[str]) -> None:
    key, kind = str(question.key), kind_of(question.kind)
    if key in attempt.answers and (not attempt.quiz.is_handed_in or not attempt.is_open):
        return
    if not attempt.is_open:
        raise AlreadyGraded
    if question.pk not in {each.pk for each in questions_of(attempt)}:
        raise ForgedChoice
    checked = kind.read(question, said)
    share = kind.share(question, checked)
    attempt.answers[key] = {"chosen": checked, "right": share == 100, "share": share}
    attempt.save(update_fields=["answers"])


def _grade_when_done(attempt: Attempt, by: Any, at: datetime) -> None:
    questions = questions_of(attempt)
    if attempt.is_open and questions and all(str(question.key) in attempt.answers for question in questions):
        grade(attempt, by=by, at=at)
