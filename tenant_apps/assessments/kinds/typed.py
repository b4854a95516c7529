"""Questions whose answer is typed: a few words, a number."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from random import Random

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.kinds.base import Draft, Kind, NothingChosen, Row, Unreadable, choices_of
from tenant_apps.assessments.models import Question

LONGEST = 300
LONGEST_NUMBER = 30


class NothingAccepted(Refused):
    """No typed answer would do."""

    field = "choices"
    message = _("Write at least one answer that is right.")


class TooLong(Refused):
    """More than a few words."""

    message = _("Type at most 300 characters.")


class NotANumber(Refused):
    """Not a number."""

    message = _("Type a number, such as 12 or 3.5.")


class NotOneNumber(Refused):
    """A numeric question without its number."""

    field = "choices"
    message = _("Write one right answer: a number, such as 12 or 3.5.")


class ShortText(Kind):
    """A few words; spaces and, unless they matter, capital letters are forgiven."""

    template = "assessments/kinds/typed.html"

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """At least one; all that are written are right."""
        if not drafts:
            raise NothingAccepted
        return [Draft(draft.text, right=True) for draft in drafts]

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """The words."""
        words = " ".join(" ".join(said[:1]).split())
        if not words:
            raise NothingTyped
        check_words([words])
        return [words]

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """Whether it is one of those accepted."""
        return int(any(same(said[0], choice.text, question) for choice in choices_of(question))), 1

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """One line to type in."""
        right = bool(said) and self.parts(question, said) == (1, 1)
        accepted = [choice.text for choice in choices_of(question)]
        return [Row(value="", text="", said=said[0] if said else "", right=right, answer=" / ".join(accepted))]


class NothingTyped(NothingChosen):
    """An empty line."""

    message = _("Type an answer first.")


class Numeric(ShortText):
    """A number, right within a tolerance; 3.5 and 3,5 are the same."""

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """Exactly one, a number."""
        if len(drafts) != 1:
            raise NotOneNumber
        try:
            number(drafts[0].text)
        except NotANumber:
            raise NotOneNumber from None
        return super().check(text, drafts)

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """The number as it was typed."""
        words = super().read(question, said)
        number(words[0])
        return words

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """Whether it is near enough."""
        try:
            off = abs(number(said[0]) - number(choices_of(question)[0].text))
            return int(off <= number(question.tolerance or "0")), 1
        except NotANumber:  # said before the question was rewritten as this kind
            return 0, 1


def check_words(words: Sequence[str]) -> None:
    """Raise TooLong or Unreadable for typed words that are not to be kept."""
    if any(len(one) > LONGEST for one in words):
        raise TooLong
    if any("\0" in one for one in words):
        raise Unreadable


def same(said: str, accepted: str, question: Question) -> bool:
    """Whether two answers are one, as the question sees it."""
    return _plain(said, question.is_case_sensitive) == _plain(accepted, question.is_case_sensitive)


def _plain(words: str, case: bool) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", words).split())
    return plain if case else plain.casefold()


def number(words: str) -> Decimal:
    """A number as people type it, with a comma or a point; raises NotANumber."""
    plain = unicodedata.normalize("NFKC", words).replace("\N{MINUS SIGN}", "-").replace(" ", "")
    if len(plain) > LONGEST_NUMBER:
        raise NotANumber
    try:
        found = Decimal(plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain)
    except InvalidOperation:
        raise NotANumber from None
    if not found.is_finite() or abs(found.adjusted()) > LONGEST_NUMBER:  # 1e9999999 overflows
        raise NotANumber
    return found
