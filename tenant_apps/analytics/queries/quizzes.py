"""Which questions are hard, which tell nothing, and what is believed instead of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext

from tenant_apps.analytics.models import AnswerCount, ChoiceCount
from tenant_apps.analytics.queries.periods import Period
from tenant_apps.analytics.statements import SUMS
from tenant_apps.assessments.figures import Figures
from tenant_apps.assessments.kinds.spots import OUTSIDE
from tenant_apps.assessments.models import Question, QuestionKind
from tenant_apps.courses.models import Lesson

_CHOSEN = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE, QuestionKind.HOT_SPOT)
_TYPED = (QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC)
# what a row of sums is called once it is summed
SUMMED = {f"all_{name}": Sum(name) for name in SUMS}


@dataclass(frozen=True, kw_only=True)
class Item(Figures):
    """A question and how it went."""

    question: Question


def items(lesson: Lesson, of: Period) -> list[Item]:
    """Every question of the lesson's quiz, in order. Four queries."""
    questions = list(Question.objects.filter(quiz__lesson=lesson).order_by("position").prefetch_related("choices"))
    where = of.within(question__in=questions)
    sums = {row["question"]: row for row in summed(AnswerCount.objects.filter(**where))}
    said = said_to(ChoiceCount.objects.filter(**where))
    return [
        Item(question=question, **figures(question, sums.get(question.pk), said.get(question.pk, [])))
        for question in questions
    ]


def summed(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    """The sums of each question, over months and quizzes."""
    return rows.order_by().values("question").annotate(**SUMMED)


def said_to(rows: QuerySet[Any]) -> dict[Any, list[dict[str, Any]]]:
    """What was said to each question, and how often."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows.order_by().values("question", "said").annotate(all=Sum("times"), bad=Sum("wrong")):
        found.setdefault(row["question"], []).append(dict(row))
    return found


def figures(question: Question, sums: dict[str, Any] | None, said: list[dict[str, Any]]) -> dict[str, Any]:
    """What sums and answers come to, as Figures names it."""
    if sums is None:
        return {}
    value = {name: sums[f"all_{name}"] for name in SUMS}
    wrong, times = _most_wrong(question, said)
    known = {name: value[name] for name in ("asked", "right", "left_out")}
    return known | {"tells": _tells(value), "wrong": wrong, "wrong_times": times}


def _tells(value: dict[str, int]) -> float | None:
    """Pearson's correlation of the question's share and the attempt's score; none where one of them never differs."""
    n = value["asked"]
    of_share = n * value["shares_squared"] - value["shares"] ** 2
    of_score = n * value["scores_squared"] - value["scores"] ** 2
    if of_share <= 0 or of_score <= 0:
        return None
    return (n * value["products"] - value["shares"] * value["scores"]) / (sqrt(of_share) * sqrt(of_score))


def _most_wrong(question: Question, said: list[dict[str, Any]]) -> tuple[str, int]:
    if question.kind in _CHOSEN:
        texts = {str(choice.key): choice.text for choice in question.choices.all() if not choice.is_right}
        texts[OUTSIDE] = gettext("Beside every place")
        counted = [(row["all"], texts[row["said"]]) for row in said if row["said"] in texts]
    elif question.kind in _TYPED:
        counted = [(row["bad"], row["said"]) for row in said if row["bad"]]
    else:
        counted = []
    times, text = max(counted, default=(0, ""))
    return text, times
