"""A learner's side: start, or go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.assessments.actions.closing import close_when_due, grade_when_done, hold_enrolments
from tenant_apps.assessments.actions.grading import grade
from tenant_apps.assessments.deadlines import attempt_due, quiz_due
from tenant_apps.assessments.drawing import draw, questions_of
from tenant_apps.assessments.models import Attempt, BankDraw, Quiz
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment


class NoQuestions(Refused):
    """An empty quiz."""

    message = _("This quiz has no questions yet.")


class QuizOver(Refused):
    """After its last moment."""

    message = _("The date for this quiz is over. Write to us if something held you up.")


class NoAttemptLeft(Refused):
    """As often as the creator allows."""

    message = _("You have used all attempts at this quiz.")


class StillWaiting(Refused):
    """One at a time, where a person has to look."""

    message = _("Your last attempt is not graded yet. You get an email when it is.")


@transaction.atomic
def start_attempt(*, quiz: Quiz, enrolment: Enrolment, by: Any = None, now: datetime | None = None) -> Attempt:
    """Begin, or go on with the attempt that is open.

    Raises NoQuestions, NoAttemptLeft, StillWaiting and QuizOver.
    """
    at = now or clock_now()
    hold_enrolments().get(pk=enrolment.pk)
    learning.open_lesson(enrolment=enrolment, lesson=quiz.lesson, by=by, now=at)
    if not quiz.questions.exists() and not BankDraw.objects.filter(quiz=quiz).exists():
        raise NoQuestions
    attempts = Attempt.objects.filter(quiz=quiz, enrolment=enrolment)
    if attempt := attempts.select_for_update().filter(submitted_at=None).first():
        return _go_on(attempt, by, at)
    if attempts.waiting().exists():
        raise StillWaiting
    number = (attempts.aggregate(last=Max("number"))["last"] or 0) + 1
    if quiz.attempts_allowed and number > quiz.attempts_allowed:
        raise NoAttemptLeft
    last = quiz_due(quiz, enrolment)
    if last is not None and at >= last:
        raise QuizOver
    drawn = draw(quiz)
    if not drawn.keys:
        raise NoQuestions
    minutes_up_at = at + timedelta(minutes=quiz.minutes_allowed) if quiz.minutes_allowed else None
    return Attempt.objects.create(
        quiz=quiz,
        enrolment=enrolment,
        number=number,
        started_at=at,
        minutes_up_at=minutes_up_at,
        due_at=attempt_due(at, minutes_up_at, last),
        drawn=drawn.keys,
        sheets=drawn.sheets or None,
    )


def _go_on(attempt: Attempt, by: Any, at: datetime) -> Attempt:
    if close_when_due(attempt, by=by, at=at):
        return attempt
    if questions_of(attempt):
        # the one question that was left may have been deleted since
        if not attempt.quiz.is_handed_in:
            grade_when_done(attempt, by, at)
    elif attempt.answers:
        grade(attempt, by=by, at=at)
    else:  # all that was drawn is gone, and nothing was said yet
        drawn = draw(attempt.quiz)
        attempt.drawn, attempt.sheets = drawn.keys, drawn.sheets or None
        attempt.save(update_fields=["drawn", "sheets"])
    return attempt
