"""Questions as a value: what an attempt that is over was asked, what a bank holds, what a question said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from tenant_apps.assessments.models import Attempt, Choice, Question, Quiz
from tenant_apps.media.models import Asset

_QUESTION = ("text", "kind", "explanation", "points", "penalty", "takes_parts", "tolerance", "is_case_sensitive")
# of some kinds: left out where they are empty
_DETAILS = ("least_words", "most_words", "file_kinds")
_CHOICE = ("text", "match", "feedback", "is_right", "position")


def written(question: Question) -> dict[str, Any]:
    """A question with its answers, as JSON."""
    choices = [
        {"key": str(choice.key)} | {name: getattr(choice, name) for name in _CHOICE}
        for choice in question.choices.all()
    ]
    own = {name: getattr(question, name) for name in _QUESTION}
    own |= {name: getattr(question, name) for name in _DETAILS if getattr(question, name)}
    if question.picture is not None:
        own["picture"] = str(question.picture.key)
    return {"key": str(question.key), **own, "choices": choices}


def questions_on(attempt: Attempt) -> list[Question]:
    """The questions of an attempt that is over, in its order; rows that are saved nowhere."""
    return read_all(attempt.paper, attempt.quiz)


def read_all(sheets: Iterable[dict[str, Any]], quiz: Quiz | None = None) -> list[Question]:
    """The questions of sheets, in their order; one query where any of them has a picture."""
    sheets = list(sheets)
    pictures = pictures_in(sheets)
    return [read(sheet, place, quiz, pictures) for place, sheet in enumerate(sheets, start=1)]


def pictures_in(sheets: Iterable[dict[str, Any]]) -> dict[str, Asset]:
    """The pictures that sheets name, by their keys, as far as they are still there."""
    keys = {sheet["picture"] for sheet in sheets if sheet.get("picture")}
    return {str(asset.key): asset for asset in Asset.objects.filter(key__in=keys)} if keys else {}


def read(
    sheet: dict[str, Any], place: int = 1, quiz: Quiz | None = None, pictures: Mapping[str, Asset] | None = None
) -> Question:
    """The question of a sheet; a row that is saved nowhere."""
    known = pictures_in([sheet]) if pictures is None else pictures
    # related rows are asked for by a primary key: one that no row has
    own = {"pk": -place, "key": UUID(sheet["key"]), **_known(sheet, (*_QUESTION, *_DETAILS))}
    made = Question(quiz=quiz, position=place, picture=known.get(sheet.get("picture", "")), **own)
    choices = [Choice(question=made, key=UUID(row["key"]), **_known(row, _CHOICE)) for row in sheet["choices"]]
    made._prefetched_objects_cache = {"choices": choices}  # type: ignore[attr-defined]
    return made


def _known(sheet: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: sheet[name] for name in names if name in sheet}
