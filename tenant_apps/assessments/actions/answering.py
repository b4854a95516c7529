"""A learner's side: start, answer, be graded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.assessments.events import AttemptGraded
from tenant_apps.assessments.models import Attempt, Question, QuestionKind, Quiz
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment


class NoQuestions(Refused):
    """An empty quiz."""

    message = _("This quiz has no questions yet.")


class NothingChosen(Refused):
    """An answer without a choice."""

    message = _("Choose an answer first.")


class ForgedChoice(Refused):
    """A choice of another question, or two where one is asked."""

    message = _("That answer does not belong to this question. Choose one of the answers shown.")


class AlreadyGraded(Refused):
    """The attempt is over."""

    message = _("This attempt is finished. Start again to change an answer.")


@transaction.atomic
def start_attempt(*, quiz: Quiz, enrolment: Enrolment, by: Any = None, now: datetime | None = None) -> Attempt:
    """Begin, or go on with the attempt that is open."""
    at = now or clock_now()
    learning.open_lesson(enrolment=enrolment, lesson=quiz.lesson, by=by, now=at)
    if not quiz.questions.exists():
        raise NoQuestions
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    attempts = Attempt.objects.filter(quiz=quiz, enrolment=enrolment)
    if attempt := attempts.select_for_update().filter(submitted_at=None).first():
        # the one question that was left may have been deleted since
        _grade_when_done(attempt, by, at)
        return attempt
    number = (attempts.aggregate(last=Max("number"))["last"] or 0) + 1
    return Attempt.objects.create(quiz=quiz, enrolment=enrolment, number=number, started_at=at)


@transaction.atomic
def answer_question(
    *, attempt: Attempt, question: Question, choices: Iterable[str], by: Any = None, now: datetime | None = None
) -> Attempt:
    """Take an answer. The first one counts: sending it twice, or another one later, changes nothing."""
    at = now or clock_now()
    attempt = (
        Attempt.objects.select_for_update(of=("self",)).select_related("quiz__lesson", "enrolment").get(pk=attempt.pk)
    )
    if str(question.key) in attempt.answers:
        return attempt
    if not attempt.is_open:
        raise AlreadyGraded
    chosen = _checked(question, set(choices))
    right = {str(choice.key) for choice in question.choices.all() if choice.is_right}
    attempt.answers[str(question.key)] = {"chosen": sorted(chosen), "right": chosen == right}
    attempt.save(update_fields=["answers"])
    _grade_when_done(attempt, by, at)
    return attempt


def _checked(question: Question, chosen: set[str]) -> set[str]:
    if not chosen:
        raise NothingChosen
    if not chosen <= {str(choice.key) for choice in question.choices.all()}:
        raise ForgedChoice
    if question.kind == QuestionKind.SINGLE and len(chosen) > 1:
        raise ForgedChoice
    return chosen


def _grade_when_done(attempt: Attempt, by: Any, at: datetime) -> None:
    keys = [str(key) for key in attempt.quiz.questions.values_list("key", flat=True)]
    if keys and all(key in attempt.answers for key in keys):
        _grade(attempt, keys, by, at)


def _grade(attempt: Attempt, keys: list[str], by: Any, at: datetime) -> None:
    right = sum(attempt.answers[key]["right"] for key in keys)
    attempt.score = 100 * right // len(keys)
    attempt.submitted_at = at
    attempt.passed_at = at if attempt.score >= attempt.quiz.pass_mark else None
    attempt.save(update_fields=["score", "submitted_at", "passed_at"])
    passed = attempt.passed_at is not None
    publish(
        AttemptGraded(
            attempt_id=attempt.pk,
            person_id=attempt.enrolment.person_id,
            lesson_id=attempt.quiz.lesson_id,
            passed=passed,
        )
    )
    if passed:
        learning.complete_lesson(enrolment=attempt.enrolment, lesson=attempt.quiz.lesson, by=by, now=at)
