"""Questions that a person grades: an essay, files."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tenant_apps.assessments.kinds.base import Draft, Kind, NothingChosen, Row
from tenant_apps.assessments.models import MOST_WORDS, Question

MOST_LETTERS = 40_000


class TooFewWords(NothingChosen):
    """An essay that has just begun."""

    message = _("Write at least %(least)s words. You have %(words)s.")


class TooManyWords(NothingChosen):
    """An essay that goes on."""

    message = _("Write at most %(most)s words. You have %(words)s.")


class NothingWritten(NothingChosen):
    """An empty essay."""

    message = _("Write something first.")


class NoFile(NothingChosen):
    """A question for a file, without one."""

    message = _("Add a file first.")


class Open(Kind):
    """Whoever grades says how much of it is right: level by level of what is looked at, or in percent.

    What a creator writes as answers is what is looked at. The answer itself is kept as an `OpenAnswer`.
    """

    is_open: ClassVar[bool] = True

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """What is looked at, if anything is named."""
        return [Draft(draft.text) for draft in drafts]

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """Nothing, until somebody has looked."""
        return 0, 1

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """None: the answer is shown as it was given."""
        return []


class Essay(Open):
    """Words, as many as are asked for."""

    template = "assessments/kinds/essay.html"

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """Nothing to keep beside the text; raises NothingWritten, TooFewWords and TooManyWords."""
        words = words_in(" ".join(said[:1]))
        if not words:
            raise NothingWritten
        if question.least_words and words < question.least_words:
            raise TooFewWords(least=question.least_words, words=words)
        most = question.most_words or MOST_WORDS
        if words > most:
            raise TooManyWords(most=most, words=words)
        return []


class Files(Open):
    """Files, of the kinds that are asked for."""

    template = "assessments/kinds/file.html"

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """Nothing to keep beside the files; raises NoFile."""
        if not said:
            raise NoFile
        return []


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(text.split())
