"""A creator's side: questions, their answers, and what they are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.positions import place, renumber
from tenant_apps.assessments.actions.detailing import NO_DETAILS, Details, checked
from tenant_apps.assessments.actions.history import note_version
from tenant_apps.assessments.kinds import Draft, kind_of
from tenant_apps.assessments.kinds.typed import NotANumber, number
from tenant_apps.assessments.models import Choice, Question, QuestionKind, Quiz
from tenant_apps.assessments.paper import written
from tenant_apps.courses.approval import refuse_unseen_change
from tenant_apps.courses.estimates import followed

LONGEST_ANSWER = 300
_PARTS = {
    "text": _("Answer %(n)s"),
    "match": _("What answer %(n)s belongs to"),
    "feedback": _("What is shown to who chose answer %(n)s"),
}


@dataclass(frozen=True)
class Marking:
    """What a question is worth: points, percent of them off for a wrong answer, whether parts count."""

    points: int = 1
    penalty: int = 0
    takes_parts: bool = False
    tolerance: str = ""
    is_case_sensitive: bool = False


class BadMarking(Refused):
    """Points, or a part of them, out of reach."""

    message = _("Give %(least)s to %(most)s.")


class BadAnswer(Refused):
    """Longer than is kept, or with what no text can hold."""

    field = "choices"
    message = _("%(what)s is longer than %(most)s letters, or holds a character that no text has (NUL).")


class QuestionGone(Refused):
    """Deleted in another window."""

    message = _("This question is gone. Reload the page to see the quiz as it is.")


@transaction.atomic
def write_question(
    *,
    quiz: Quiz,
    text: str,
    choices: Sequence[tuple[Any, ...]],
    kind: str = QuestionKind.SINGLE,
    explanation: str = "",
    marking: Marking = Marking(),
    details: Details = NO_DETAILS,
    question: Question | None = None,
    by: Any = None,
) -> Question:
    """Write a question with its answers (text, right, match, feedback), or rewrite one.

    Answers that stay keep their key. Raises what the kind and its details refuse, BadAnswer and BadMarking.
    """
    refuse_unseen_change(quiz.lesson, by)
    drafts = kind_of(kind).check(text, answers_of(choices))
    check_marking(marking)
    details = checked(kind, details)
    _lock(quiz)
    if question is None:
        last = quiz.questions.aggregate(last=Max("position"))["last"] or 0
        question = Question(quiz=quiz, position=last + 1)
    elif not Question.objects.filter(pk=question.pk).exists():
        raise QuestionGone
    before = written(Question.objects.get(pk=question.pk)) if question.pk else None
    question.text, question.kind, question.explanation = text, kind, explanation
    for name, value in (asdict(marking) | vars(details)).items():
        setattr(question, name, value)
    with followed(quiz.lesson):
        question.save()
        _write_choices(question, drafts)
    note_version(written(Question.objects.get(pk=question.pk)), by=by, before=before)
    return question


@transaction.atomic
def move_question(*, question: Question, position: int, by: Any = None) -> None:
    """Put a question in another place."""
    refuse_unseen_change(question.quiz.lesson, by)
    _lock(question.quiz)
    place(question.quiz.questions.order_by("position"), question, position)


@transaction.atomic
def delete_question(*, question: Question, by: Any = None) -> None:
    """Take a question out of the quiz; finished attempts keep their score."""
    refuse_unseen_change(question.quiz.lesson, by)
    quiz = question.quiz
    _lock(quiz)
    with followed(quiz.lesson):
        question.delete()
    renumber(quiz.questions.order_by("position"))


def answers_of(choices: Sequence[tuple[Any, ...]]) -> list[Draft]:
    """The answers as they were typed, without spaces around them and without empty ones; raises BadAnswer."""
    drafts = [_trimmed(Draft(*given)) for given in choices]
    for nth, draft in enumerate(drafts, start=1):
        for part, name in _PARTS.items():
            words = getattr(draft, part)
            if len(words) > LONGEST_ANSWER or "\0" in words:
                raise BadAnswer(what=name % {"n": nth}, most=LONGEST_ANSWER)
    return [draft for draft in drafts if draft.text]


def _trimmed(draft: Draft) -> Draft:
    return Draft(draft.text.strip(), draft.right, draft.match.strip(), draft.feedback.strip())


def check_marking(marking: Marking) -> None:
    """Raise BadMarking, or NotANumber for a tolerance that is none."""
    for name, least, most in (("points", 1, 100), ("penalty", 0, 100)):
        if not least <= getattr(marking, name) <= most:
            raise BadMarking(field=name, least=least, most=most)
    try:
        fits = not marking.tolerance or number(marking.tolerance) >= 0
    except NotANumber:
        fits = False
    if not fits:
        raise NotANumber(field="tolerance")


def _write_choices(question: Question, drafts: list[Draft]) -> None:
    kept: defaultdict[str, list[Choice]] = defaultdict(list)  # two answers may say the same
    for choice in question.choices.order_by("position"):
        kept[choice.text].append(choice)
    for position, draft in enumerate(drafts, start=1):
        same = kept[draft.text]
        choice = same.pop(0) if same else Choice(question=question, text=draft.text)
        choice.is_right, choice.match, choice.feedback = draft.right, draft.match, draft.feedback
        choice.position = position
        choice.save()
    question.choices.filter(pk__in=[choice.pk for left in kept.values() for choice in left]).delete()


def _lock(quiz: Quiz) -> None:
    Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
