"""Questions by some of what they say: a new one has the rest as usual, one that is there keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any
from uuid import uuid4

from django.db import transaction

from tenant_apps.assessments import paper
from tenant_apps.assessments.actions.banks import write_bank_question
from tenant_apps.assessments.actions.detailing import Details
from tenant_apps.assessments.actions.writing import Marking, QuestionGone, write_question
from tenant_apps.assessments.kinds import Draft
from tenant_apps.assessments.models import Bank, BankQuestion, Question, Quiz

_WORDS = ("text", "kind", "explanation")


def add_question(*, quiz: Quiz, by: Any = None, **said: Any) -> Question:
    """Write a question at the end of a quiz; raises what write_question does."""
    return write_question(quiz=quiz, by=by, **rewritten(_blank(), said))


def add_bank_question(*, bank: Bank, by: Any = None, tags: Iterable[str] = (), **said: Any) -> BankQuestion:
    """Write a question of a bank; raises what write_bank_question does."""
    return write_bank_question(bank=bank, tags=tags, by=by, **rewritten(_blank(), said))


@transaction.atomic
def change_question(*, question: Question, by: Any = None, **changes: Any) -> Question:
    """Rewrite a question of a quiz where it says so; raises what write_question does."""
    Quiz.objects.select_for_update(no_key=True).get(pk=question.quiz_id)
    there = Question.objects.select_related("quiz__lesson__course", "picture").filter(pk=question.pk).first()
    if there is None:
        raise QuestionGone
    return write_question(quiz=there.quiz, question=there, by=by, **rewritten(there, changes))


@transaction.atomic
def change_bank_question(*, question: BankQuestion, by: Any = None, **changes: Any) -> BankQuestion:
    """Rewrite a question of a bank where it says so; raises what write_bank_question does."""
    Bank.objects.select_for_update(no_key=True).get(pk=question.bank_id)
    there = BankQuestion.objects.select_related("bank").filter(pk=question.pk).first()
    if there is None:
        raise QuestionGone
    tags = changes.pop("tags", there.tags)
    return write_bank_question(
        bank=there.bank, question=there, tags=tags, by=by, **rewritten(paper.read(there.sheet), changes)
    )


def rewritten(question: Question, changes: dict[str, Any]) -> dict[str, Any]:
    """All that a question says, with what changes of it. `changes` go by the names of its fields, and `choices`."""
    said = {name: changes.get(name, getattr(question, name)) for name in _WORDS}
    return {
        **said,
        "choices": changes.get("choices", [_draft(choice) for choice in question.choices.all()]),
        "marking": _of(Marking, question, changes),
        "details": _of(Details, question, changes),
    }


def _blank() -> Question:
    return paper.read({"key": str(uuid4()), "choices": []})


def _of(shape: type[Any], question: Question, changes: dict[str, Any]) -> Any:
    names = [each.name for each in fields(shape)]
    kept = shape(**{name: getattr(question, name) for name in names})
    return replace(kept, **{name: changes[name] for name in names if name in changes})


def _draft(choice: Any) -> Draft:
    return Draft(choice.text, choice.is_right, choice.match, choice.feedback)
