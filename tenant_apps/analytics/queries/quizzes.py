"""Which questions are hard, which tell nothing, and what is believed instead of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import F, QuerySet, Sum, Window
from django.db.models.functions import Collate, RowNumber
from django.utils.translation import gettext

from tenant_apps.analytics.models import AnswerCount, ChoiceCount
from tenant_apps.analytics.queries.periods import Period
from tenant_apps.analytics.statements.attempts import SUMS
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
    """Every question of the lesson's quiz, in order. Up to five queries."""
    questions = list(Question.objects.filter(quiz__lesson=lesson).order_by("position").prefetch_related("choices"))
    where = of.within(question__in=questions)
    sums = {row["question"]: row for row in summed(AnswerCount.objects.filter(**where))}
    said = said_to(ChoiceCount.objects.filter(**where), {each.pk: each for each in questions})
    return [
        Item(question=question, **figures(sums.get(question.pk), said.get(question.pk, []))) for question in questions
    ]


def summed(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    """The sums of each question, over months and quizzes."""
    return rows.order_by().values("question").annotate(**SUMMED)


def said_to(rows: QuerySet[Any], questions: Mapping[Any, Question]) -> dict[Any, list[tuple[int, str]]]:
    """How often what is wrong was said to each question, by the key its rows have: of what was typed the most frequent.

    Up to two queries, whose rows are as many as the questions and their options, whoever answered them.
    """
    options = {key: _wrong_options(one) for key, one in questions.items() if one.kind in _CHOSEN}
    typed = [key for key, one in questions.items() if one.kind in _TYPED]
    found: dict[Any, list[tuple[int, str]]] = {}
    for row in _of_options(rows, options) if any(options.values()) else ():
        if text := options[row["question"]].get(row["said"]):
            found.setdefault(row["question"], []).append((row["all"], text))
    return found | ({row["question"]: [(row["bad"], row["said"])] for row in _of_typed(rows, typed)} if typed else {})


def _of_options(rows: QuerySet[Any], options: Mapping[Any, dict[str, str]]) -> QuerySet[Any, dict[str, Any]]:
    # a question that was typed once may have answers of that time
    keys = {key for texts in options.values() for key in texts}
    rows = rows.filter(question__in=options, said__in=keys, times__gt=0).order_by()
    return rows.values("question", "said").annotate(all=Sum("times"))


def _of_typed(rows: QuerySet[Any], typed: list[Any]) -> QuerySet[Any, dict[str, Any]]:
    rows = rows.filter(question__in=typed, wrong__gt=0).order_by()
    each = rows.values("question", "said").annotate(bad=Sum("wrong"))
    # the last of those that are said as often, so that it is the same one each time
    first = [F("bad").desc(), Collate("said", "C").desc()]
    return each.annotate(place=Window(RowNumber(), partition_by=F("question"), order_by=first)).filter(place=1)


def figures(sums: dict[str, Any] | None, said: list[tuple[int, str]]) -> dict[str, Any]:
    """What sums and answers come to, as Figures names it."""
    if sums is None:
        return {}
    value = {name: sums[f"all_{name}"] for name in SUMS}
    times, wrong = max(said, default=(0, ""))
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


def _wrong_options(question: Question) -> dict[str, str]:
    texts = {str(choice.key): choice.text for choice in question.choices.all() if not choice.is_right}
    return texts | ({OUTSIDE: gettext("Beside every place")} if question.kind == QuestionKind.HOT_SPOT else {})
