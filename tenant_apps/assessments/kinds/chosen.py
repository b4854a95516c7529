"""Questions whose answers are chosen: one, several, true or false."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.kinds.base import Draft, ForgedChoice, Kind, NothingChosen, Row, choices_of
from tenant_apps.assessments.models import Question


class NoRightAnswer(Refused):
    """A question nobody could get right."""

    field = "choices"
    message = _("Write at least two answers and tick the right one.")


class TooManyRight(Refused):
    """One answer was asked for."""

    field = "choices"
    message = _("Tick one right answer, or let learners choose several.")


class NotTwoAnswers(Refused):
    """True or false has a third."""

    field = "choices"
    message = _("Write two answers, such as True and False, and tick the right one.")


class Multiple(Kind):
    """Every right answer is to be chosen, and no other; with parts, each wrong one takes a right one away."""

    template = "assessments/kinds/chosen.html"
    hint = _("Choose every answer that is right.")

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """At least two, one of them right."""
        if len(drafts) < 2 or not any(draft.right for draft in drafts):
            raise NoRightAnswer
        return [draft._replace(match="") for draft in drafts]

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """Keys of choices."""
        chosen = set(said)
        if not chosen:
            raise NothingChosen
        if not chosen <= {str(choice.key) for choice in choices_of(question)}:
            raise ForgedChoice
        return sorted(chosen)

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """Right ones less wrong ones, of all that are right."""
        right = {str(choice.key) for choice in choices_of(question) if choice.is_right}
        return len(right & set(said)) - len(set(said) - right), len(right)

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """A line for each choice."""
        return [
            Row(
                value=str(choice.key),
                text=choice.text,
                said="on" if str(choice.key) in said else "",
                right=choice.is_right,
                feedback=choice.feedback,
            )
            for choice in choices_of(question, order)
        ]


class Single(Multiple):
    """One answer is right."""

    hint = ""

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """At least two, exactly one of them right."""
        checked = super().check(text, drafts)
        if sum(draft.right for draft in checked) > 1:
            raise TooManyRight
        return checked

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """The key of a choice."""
        chosen = super().read(question, said)
        if len(chosen) > 1:
            raise ForgedChoice
        return chosen


class TrueFalse(Single):
    """A statement that holds, or does not; the two answers keep their order."""

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """Exactly two, one of them right."""
        if len(drafts) != 2 or sum(draft.right for draft in drafts) != 1:
            raise NotTwoAnswers
        return super().check(text, drafts)

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """A line for each."""
        return super().rows(question, said, None)
