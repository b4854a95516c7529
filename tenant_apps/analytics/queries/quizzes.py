"""Which questions are hard, which tell nothing, and what is believed instead of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext

from tenant_apps.analytics.models import AnswerCount, ChoiceCount
from tenant_apps.analytics.queries.lessons import share
from tenant_apps.analytics.queries.periods import Period
from tenant_apps.analytics.statements import SUMS
from tenant_apps.assessments.kinds.spots import OUTSIDE
from tenant_apps.assessments.models import Question, QuestionKind
from tenant_apps.courses.models import Lesson

ENOUGH = 10
_CHOSEN = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE, QuestionKind.HOT_SPOT)
_TYPED = (QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC)


@dataclass(frozen=True)
class Item:
    """A question's first attempts. `tells` is how well it goes with the score of the whole attempt, -1 to 1."""

    question: Question
    asked: int
    right: int
    left_out: int
    tells: float | None
    wrong: str
    wrong_times: int

    @property
    def share(self) -> int:
        """Right, in percent."""
        return share(self.right, self.asked)

    @property
    def verdict(self) -> str:
        """What to say of it: few, reversed, hard, mute, easy or good."""
        if self.asked < ENOUGH:
            return "few"
        if self.tells is not None and self.tells < 0:
            return "reversed"
        if self.share < 30:
            return "hard"
        if self.tells is not None and self.tells < 0.2 and self.share < 95:
            return "mute"
        return "easy" if self.share >= 95 else "good"


def items(lesson: Lesson, of: Period) -> list[Item]:
    """Every question of the lesson's quiz, in order. Four queries."""
    questions = list(Question.objects.filter(quiz__lesson=lesson).order_by("position").prefetch_related("choices"))
    rows = AnswerCount.objects.filter(**of.within(question__in=questions)).order_by().values("question_id")
    summed = rows.annotate(**{f"all_{name}": Sum(name) for name in SUMS})
    sums: dict[int, dict[str, Any]] = {row["question_id"]: dict(row) for row in summed}
    said = _said(questions, of)
    return [_item(question, sums.get(question.pk), said.get(question.pk, [])) for question in questions]


def _said(questions: Sequence[Question], of: Period) -> dict[int, list[dict[str, Any]]]:
    rows = ChoiceCount.objects.filter(**of.within(question__in=questions)).order_by()
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("question_id", "said").annotate(all=Sum("times"), bad=Sum("wrong")):
        found.setdefault(row["question_id"], []).append(dict(row))
    return found


def _item(question: Question, sums: dict[str, Any] | None, said: list[dict[str, Any]]) -> Item:
    if sums is None:
        return Item(question, 0, 0, 0, None, "", 0)
    value = {name: sums[f"all_{name}"] for name in SUMS}
    wrong, times = _most_wrong(question, said)
    return Item(question, value["asked"], value["right"], value["left_out"], _tells(value), wrong, times)


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
