"""A text with gaps: “A scope is a list of {{endings|ends}}.”"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from django.db.models import Case, F, Func, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.kinds.base import Draft, ForgedChoice, Kind, NothingChosen, Row
from tenant_apps.assessments.kinds.typed import check_words, same
from tenant_apps.assessments.models import Question, QuestionKind

_GAP = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)


class NoGap(Refused):
    """A text without a gap, or with an empty one."""

    message = _("Mark each gap with its answers in the question: {{endings|ends}}.")
    field = "text"


class GapLeftOpen(Refused):
    """A gap that begins and does not end."""

    message = _("Close each gap where its answers end: {{endings|ends}}.")
    field = "text"


class GapsLeft(NothingChosen):
    """A gap was left empty."""

    message = _("Fill every gap first.")


class FillIn(Kind):
    """Each gap takes any of its answers."""

    template = "assessments/kinds/gaps.html"
    hint = _("Fill the gaps.")

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """The answers are in the text."""
        gaps = gaps_of(text)
        if not gaps or not all(gaps):
            raise NoGap
        if text.count("{{") != len(gaps):
            raise GapLeftOpen
        return []

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """A few words for each gap, in their order."""
        words = [" ".join(one.split()) for one in said]
        if len(words) != len(gaps_of(question.text)):
            raise ForgedChoice
        if not all(words):
            raise GapsLeft
        check_words(words)
        return words

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """How many gaps are right."""
        gaps = gaps_of(question.text)
        right = sum(
            any(same(one, accepted, question) for accepted in gap) for gap, one in zip(gaps, said, strict=False)
        )
        return right, len(gaps)

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """The text before each gap with the gap itself, and the rest of the text in a line without one."""
        pieces = _GAP.split(question.text)
        shown = [*said, *[""] * len(pieces)]
        found = []
        for number, (before, gap) in enumerate(zip(pieces[::2], pieces[1::2], strict=False)):
            accepted = _answers(gap)
            right = any(same(shown[number], one, question) for one in accepted)
            found.append(Row(str(number + 1), before, said=shown[number], right=right, answer=" / ".join(accepted)))
        return [*found, Row("", pieces[-1])]


def gaps_of(text: str) -> list[list[str]]:
    """What each gap of a text accepts."""
    return [_answers(gap) for gap in _GAP.findall(text)]


def without_answers(text: str) -> str:
    """The text with its gaps empty, for whoever may not see what belongs in them."""
    return _GAP.sub("…", text)


def asked_text() -> Case:
    """The column `text` of questions of any kind, as `without_answers` leaves it."""
    how = (Value(_GAP.pattern), Value("…"), Value("g"))
    empty = Func(F("text"), *how, function="regexp_replace", output_field=TextField())
    return Case(When(kind=QuestionKind.FILL_IN, then=empty), default=F("text"))


def _answers(gap: str) -> list[str]:
    return [" ".join(one.split()) for one in gap.split("|") if one.strip()]
