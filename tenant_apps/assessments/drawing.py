"""Which questions an attempt asks, and in which order: drawn once, the same after a reload."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Any

from tenant_apps.assessments.models import Attempt, BankQuestion, Question, Quiz
from tenant_apps.assessments.paper import questions_on, read_all

_chance = SystemRandom()


@dataclass(frozen=True)
class Drawn:
    """The keys of an attempt's questions in its order, and the sheets of those that came from banks."""

    keys: list[str]
    sheets: list[dict[str, Any]]


def draw(quiz: Quiz) -> Drawn:
    """The questions of a new attempt: the quiz's own, all or by chance, then those drawn from banks, none twice."""
    own = [str(key) for key in quiz.questions.order_by("position").values_list("key", flat=True)]
    if quiz.draws:
        own = sorted(_chance.sample(own, min(quiz.draws, len(own))), key=own.index)
    sheets = _from_banks(quiz)
    keys = [*own, *(sheet["key"] for sheet in sheets)]
    return Drawn(_chance.sample(keys, len(keys)) if quiz.shuffles else keys, sheets)


def _from_banks(quiz: Quiz) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in quiz.bank_draws.all():
        rows = BankQuestion.objects.filter(bank=each.bank_id)
        if each.tag:
            rows = rows.filter(tags__contains=[each.tag])
        pool = [pk for pk, key in rows.order_by("pk").values_list("pk", "key") if str(key) not in found]
        chosen = BankQuestion.objects.in_bulk(_chance.sample(pool, min(each.count, len(pool))))
        found |= {str(one.key): one.sheet for one in chosen.values()}
    return list(found.values())


def questions_of(attempt: Attempt) -> list[Question]:
    """The questions an attempt asks, in its order: of one that is over as they were, else those still there."""
    if attempt.paper is not None:
        return questions_on(attempt)
    found = list(attempt.quiz.questions.select_related("picture").prefetch_related("choices").order_by("position"))
    if not attempt.drawn:  # from before questions were drawn
        return found
    found += read_all(attempt.sheets or (), attempt.quiz)
    return sorted(
        (question for question in found if str(question.key) in attempt.drawn),
        key=lambda question: attempt.drawn.index(str(question.key)),
    )


def order_of(attempt: Attempt, question: Question) -> Random | None:
    """Another order of a question's options for each attempt, where the quiz or the kind wants it."""
    if attempt.quiz.shuffles or question.kind == "ordering":
        return Random(f"{attempt.key}{question.key}")  # noqa: S311 (an order, not a secret)
    return None
