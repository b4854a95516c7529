"""A creator's side: questions, answers, the pass mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.models import Choice, Question, QuestionKind, Quiz
from tenant_apps.courses.models import Lesson


class BadPassMark(Refused):
    """Not a share."""

    message = _("Give a pass mark between 0 and 100 percent.")


class NoRightAnswer(Refused):
    """A question nobody could get right."""

    message = _("Write at least two answers and tick the right one.")


class TooManyRight(Refused):
    """One answer was asked for."""

    message = _("Tick one right answer, or let learners choose several.")


class QuestionGone(Refused):
    """Deleted in another window."""

    message = _("This question is gone. Reload the page to see the quiz as it is.")


@transaction.atomic
def make_quiz(*, lesson: Lesson, pass_mark: int = 70, by: Any = None) -> Quiz:
    """The quiz of a lesson, made the first time."""
    quiz, _made = Quiz.objects.get_or_create(lesson=lesson, defaults={"pass_mark": pass_mark})
    return quiz


@transaction.atomic
def set_pass_mark(*, quiz: Quiz, pass_mark: int, by: Any = None) -> Quiz:
    """Say which share of the answers must be right."""
    if not 0 <= pass_mark <= 100:
        raise BadPassMark
    quiz.pass_mark = pass_mark
    quiz.save(update_fields=["pass_mark"])
    return quiz


@transaction.atomic
def write_question(
    *,
    quiz: Quiz,
    text: str,
    choices: Sequence[tuple[str, bool]],
    kind: str = QuestionKind.SINGLE,
    explanation: str = "",
    question: Question | None = None,
    by: Any = None,
) -> Question:
    """Write a question with its answers (text, right), or rewrite one. Answers that stay keep their key."""
    wanted = [(label.strip(), right) for label, right in choices if label.strip()]
    right_ones = sum(right for _label, right in wanted)
    if len(wanted) < 2 or not right_ones:
        raise NoRightAnswer
    if kind == QuestionKind.SINGLE and right_ones > 1:
        raise TooManyRight
    _lock(quiz)
    if question is None:
        last = quiz.questions.aggregate(last=Max("position"))["last"] or 0
        question = Question(quiz=quiz, position=last + 1)
    elif not Question.objects.filter(pk=question.pk).exists():
        raise QuestionGone
    question.text, question.kind, question.explanation = text, kind, explanation
    question.save()
    _write_choices(question, wanted)
    return question


@transaction.atomic
def move_question(*, question: Question, position: int, by: Any = None) -> None:
    """Put a question in another place."""
    _lock(question.quiz)
    rows = list(question.quiz.questions.exclude(pk=question.pk).order_by("position"))
    rows.insert(max(0, min(position - 1, len(rows))), question)
    _renumber(rows)


@transaction.atomic
def delete_question(*, question: Question, by: Any = None) -> None:
    """Take a question out of the quiz; finished attempts keep their score."""
    quiz = question.quiz
    _lock(quiz)
    question.delete()
    _renumber(list(quiz.questions.order_by("position")))


def _write_choices(question: Question, wanted: list[tuple[str, bool]]) -> None:
    kept = {choice.text: choice for choice in question.choices.all()}
    question.choices.exclude(text__in=[label for label, _right in wanted]).delete()
    for position, (label, right) in enumerate(wanted, start=1):
        choice = kept.pop(label, None) or Choice(question=question, text=label)
        choice.is_right, choice.position = right, position
        choice.save()


def _lock(quiz: Quiz) -> None:
    Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)


def _renumber(rows: list[Question]) -> None:
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
