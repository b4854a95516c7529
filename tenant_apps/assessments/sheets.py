"""Questions of a bank as a CSV file, out and in. Every line is read and judged before the first one is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import lists
from marque.kit.errors import Refused
from tenant_apps.assessments.actions.banks import write_bank_question
from tenant_apps.assessments.actions.detailing import Details
from tenant_apps.assessments.actions.writing import Marking
from tenant_apps.assessments.kinds import Draft
from tenant_apps.assessments.models import Bank, BankQuestion, QuestionKind
from tenant_apps.assessments.whose import refuse_change_of
from tenant_apps.media.models import Asset
from tenant_apps.media.whose import open_to

COLUMNS = (
    "question",
    "kind",
    "answers",
    "tags",
    "points",
    "penalty",
    "parts",
    "tolerance",
    "capitals",
    "explanation",
    "picture",
    "words",
    "files",
)
NEEDED = ("question", "kind", "answers")
LARGEST = 1 << 20
MOST_LINES = 1_000
YES = ("yes", "1", "true")
# how a spreadsheet is kept from running a cell, taken off again
_GUARD = "'"


class LineWrong(Refused):
    """Something is wrong with one cell of a line."""


class LinesRefused(Refused):
    """Something is wrong with some lines, and nothing was written."""

    field = "file"

    def __init__(self, wrong: list[Wrong]) -> None:
        self.wrong = wrong
        super().__init__(_("Nothing was brought in: %(n)s lines are wrong.") % {"n": len(wrong)})


@dataclass(frozen=True)
class Wrong:
    """A line nobody could write."""

    line: int
    words: str


def rows_of(questions: Iterable[BankQuestion]) -> Iterator[Sequence[Any]]:
    """A line for each question: a star before right answers, an arrow before a pair, :: before what is said."""
    for question in questions:
        sheet = question.sheet
        yield (
            sheet["text"],
            sheet["kind"],
            "\n".join(_answer_as_text(each, sheet["kind"]) for each in sheet["choices"]),
            ", ".join(question.tags),
            sheet["points"],
            sheet["penalty"],
            "yes" if sheet["takes_parts"] else "",
            sheet["tolerance"],
            "yes" if sheet["is_case_sensitive"] else "",
            sheet["explanation"],
            sheet.get("picture", ""),
            _words_as_text(sheet),
            ", ".join(sheet.get("file_kinds", ())),
        )


def _words_as_text(sheet: Mapping[str, Any]) -> str:
    least, most = sheet.get("least_words"), sheet.get("most_words")
    return f"{least or ''}-{most or ''}" if least or most else ""


def _answer_as_text(choice: Mapping[str, Any], kind: str) -> str:
    # every pair is right; of places only those that are to be found
    told = choice["is_right"] and (not choice["match"] or kind == QuestionKind.HOT_SPOT)
    star = "* " if told else ""
    match = f" => {choice['match']}" if choice["match"] else ""
    feedback = f" :: {choice['feedback']}" if choice["feedback"] else ""
    return f"{star}{choice['text']}{match}{feedback}"


def bring_in(*, bank: Bank, content: bytes, by: Any = None) -> int:
    """Write the questions of a file into a bank; one of the same words and kind is rewritten. How many there were.

    Raises ListUnreadable, what refuses a change of the bank, and LinesRefused with what is wrong in each line: then
    nothing is written.
    """
    refuse_change_of(bank, by)
    lines, wrong = list(_lines(content)), []
    with transaction.atomic():
        known = {(one.text, one.kind): one for one in bank.questions.all()}
        for number, line in lines:
            try:
                asked = _asked(line, by)
                there = known.get((asked["text"], asked["kind"]))
                made = write_bank_question(bank=bank, question=there, by=by, **asked)
                known[made.text, str(made.kind)] = made
            except Refused as refused:
                wrong.append(Wrong(number, str(refused)))
        if wrong:
            raise LinesRefused(wrong)
    return len(lines)


def _asked(line: Mapping[str, str], by: Any) -> dict[str, Any]:
    if line["kind"] not in QuestionKind.values:
        raise LineWrong(_("The kind is one of: %(kinds)s."), kinds=", ".join(QuestionKind.values))
    if not line["question"]:
        raise LineWrong(_("The question is empty."))
    marking = Marking(
        points=_number(line.get("points", ""), "points", 1),
        penalty=_number(line.get("penalty", ""), "penalty", 0),
        takes_parts=line.get("parts", "").lower() in YES,
        tolerance=line.get("tolerance", "")[:20],
        is_case_sensitive=line.get("capitals", "").lower() in YES,
    )
    return {
        "text": line["question"],
        "kind": line["kind"],
        "choices": [_answer(each) for each in line["answers"].splitlines() if each.strip()],
        "explanation": line.get("explanation", ""),
        "tags": line.get("tags", "").split(","),
        "marking": marking,
        "details": _details(line, by),
    }


def _details(line: Mapping[str, str], by: Any) -> Details:
    """The picture by its key, words as in 50-300, kinds of files with commas between them."""
    least, _dash, most = line.get("words", "").partition("-")
    return Details(
        picture=_picture(line.get("picture", ""), by),
        least_words=_number(least.strip(), "words", 0) or None,
        most_words=_number(most.strip(), "words", 0) or None,
        file_kinds=[kind.strip() for kind in line.get("files", "").split(",") if kind.strip()],
    )


def _picture(key: str, by: Any) -> Asset | None:
    if not key:
        return None
    try:
        found = open_to(by).filter(key=UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise LineWrong(_("There is no such picture here."))
    return found


def _answer(text: str) -> Draft:
    words, _colons, feedback = text.partition(" :: ")
    words, _arrow, match = words.partition(" => ")
    right = words.lstrip().startswith("*")
    said = words.lstrip().removeprefix("*").strip()
    if max(len(said), len(match), len(feedback)) > 300:
        raise LineWrong(_("An answer is longer than 300 letters."))
    return Draft(said, right, match.strip(), feedback.strip())


def _number(text: str, name: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not text.isdecimal() or len(text) > 4:
        raise LineWrong(_("“%(name)s” is no number."), name=name)
    return int(text)


def _lines(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    rows = lists.rows_of(content, columns=COLUMNS, needed=NEEDED, largest=LARGEST, most=MOST_LINES)
    for number, row in rows:
        yield number, {name: row.get(name, "").removeprefix(_GUARD) for name in COLUMNS}
