"""Questions whose answers are put where they belong: in order, or beside their partner."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.kinds.base import Draft, ForgedChoice, Kind, NothingChosen, Row, choices_of
from tenant_apps.assessments.models import Choice, Question


class TooFewSteps(Refused):
    """Nothing to put in order."""

    field = "choices"
    message = _("Write at least two answers, in the right order.")


class TooFewPairs(Refused):
    """Nothing to match."""

    field = "choices"
    message = _("Write at least two answers, each with what it belongs to.")


class NotAllMatched(NothingChosen):
    """A line was left out."""

    message = _("Choose a partner for every line.")


class Ordering(Kind):
    """What is written in order is to be put in order again."""

    template = "assessments/kinds/ordering.html"
    hint = _("Put these in the right order.")

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """At least two, all different."""
        if len(drafts) < 2 or len({draft.text for draft in drafts}) < len(drafts):
            raise TooFewSteps
        return [Draft(draft.text, right=True) for draft in drafts]

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """The keys of all choices, in the learner's order."""
        if not said:
            raise NothingChosen
        if sorted(said) != sorted(str(choice.key) for choice in choices_of(question)):
            raise ForgedChoice
        return list(said)

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """How many stand in their place."""
        wanted = [str(choice.key) for choice in choices_of(question)]
        return sum(one == other for one, other in zip(wanted, said, strict=False)), len(wanted)

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """A line for each: as the learner put them, else in another order."""
        wanted = choices_of(question)
        places = {str(choice.key): place for place, choice in enumerate(wanted)}
        if sorted(said) == sorted(places):  # else it was said before the question was rewritten
            shown = sorted(wanted, key=lambda choice: said.index(str(choice.key)))
        else:
            shown = choices_of(question, order)
        return [_placed(choice, places[str(choice.key)], place) for place, choice in enumerate(shown)]


def _placed(choice: Choice, wanted: int, place: int) -> Row:
    return Row(str(choice.key), choice.text, right=wanted == place, answer=str(wanted + 1))


class Matching(Kind):
    """Each line belongs to one of the partners on the other side."""

    template = "assessments/kinds/matching.html"
    hint = _("Choose what each line belongs to.")

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """At least two pairs."""
        if len(drafts) < 2 or any(not draft.match for draft in drafts):
            raise TooFewPairs
        return [Draft(draft.text, right=True, match=draft.match) for draft in drafts]

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """A partner for each line, in the order the lines were written."""
        partners = {choice.match for choice in choices_of(question)}
        if any(not partner for partner in said):
            raise NotAllMatched
        if len(said) != len(choices_of(question)) or not set(said) <= partners:
            raise ForgedChoice
        return list(said)

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """How many have their own partner."""
        wanted = [choice.match for choice in choices_of(question)]
        return sum(one == other for one, other in zip(wanted, said, strict=False)), len(wanted)

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """A line for each; the partners to choose from are sorted, so that their order says nothing."""
        partners = [*said, *[""] * len(choices_of(question))]
        return [
            Row(str(choice.key), choice.text, said=partner, right=partner == choice.match, answer=choice.match)
            for choice, partner in zip(choices_of(question), partners, strict=False)
        ]


def partners_of(question: Question) -> list[str]:
    """What lines may be matched with, sorted."""
    return sorted({choice.match for choice in choices_of(question)}, key=str.casefold)
