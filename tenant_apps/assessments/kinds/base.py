"""What every kind of question does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar, NamedTuple

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.models import Choice, Question


class NothingChosen(Refused):
    """An answer without an answer."""

    message = _("Choose an answer first.")


class ForgedChoice(Refused):
    """A choice of another question, or two where one is asked."""

    message = _("That answer does not belong to this question. Choose one of the answers shown.")


class Unreadable(NothingChosen):
    """A NUL, which no answer can hold."""

    message = _("Your answer holds a character that no text has (NUL). Take it out.")


class Draft(NamedTuple):
    """An answer as a creator writes it."""

    text: str
    right: bool = False
    match: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a question as a learner sees it; `right` and `answer` are for those who may see them."""

    value: str
    text: str
    said: str = ""
    right: bool = False
    answer: str = ""
    feedback: str = ""


class Kind(ABC):
    """A kind of question. What a learner says is always a list of strings, as a form posts it."""

    template: ClassVar[str]
    hint: ClassVar[str] = ""
    # whether a person grades it
    is_open: ClassVar[bool] = False
    needs_picture: ClassVar[bool] = False

    @abstractmethod
    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """The answers a creator wrote, as they are stored; raises Refused."""

    @abstractmethod
    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """What a learner said, if it belongs to the question; raises Refused."""

    @abstractmethod
    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """How many parts of it are right, of how many."""

    @abstractmethod
    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """The lines to show, the options in another `order` if one is given."""

    def counted(self, question: Question, said: Sequence[str]) -> list[str]:
        """What is counted as said, where answers are compared."""
        return list(said)

    def share(self, question: Question, said: Sequence[str]) -> int:
        """How much of it is right, in percent; all or nothing where parts do not count."""
        right, of = self.parts(question, said)
        if right >= of:
            return 100
        return max(0, 100 * right // of) if question.takes_parts else 0


def choices_of(question: Question, order: Random | None = None) -> list[Choice]:
    """A question's choices, in their order or in another one."""
    found = list(question.choices.all())
    return order.sample(found, len(found)) if order else found
