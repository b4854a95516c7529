"""What some kinds of questions ask for besides: a picture, a number of words, kinds of files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.kinds import kind_of
from tenant_apps.assessments.models import MOST_WORDS, QuestionKind
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset


@dataclass(frozen=True)
class Details:
    """The picture of hot spots, the words of an essay, the kinds of files that are taken; none of these takes all."""

    picture: Asset | None = None
    least_words: int | None = None
    most_words: int | None = None
    file_kinds: Sequence[str] = ()

    def sheet(self) -> dict[str, Any]:
        """As a sheet keeps it: what is empty is left out."""
        told: dict[str, Any] = {"picture": str(self.picture.key) if self.picture else ""}
        told |= {"file_kinds": list(self.file_kinds)}
        told |= {"least_words": self.least_words, "most_words": self.most_words}
        return {name: value for name, value in told.items() if value}


NO_DETAILS = Details()


class PictureMissing(Refused):
    """Hot spots on nothing."""

    field = "picture"
    message = _("Choose the picture that the places are on.")


class BadWords(Refused):
    """More at least than at most, or out of reach."""

    field = "most_words"
    message = _("Give numbers of words from 1 to %(most)s, the larger one last.")


class UnknownFiles(Refused):
    """A kind of file nobody knows."""

    field = "file_kinds"
    message = _("Files are of the kinds: %(kinds)s.")


def checked(kind: str, details: Details) -> Details:
    """The details that this kind of question has; raises PictureMissing, BadWords and UnknownFiles."""
    if not kind_of(kind).needs_picture:
        details = replace(details, picture=None)
    elif details.picture is None or details.picture.kind != Kind.IMAGE:
        raise PictureMissing
    if kind != QuestionKind.ESSAY:
        details = replace(details, least_words=None, most_words=None)
    check_words(details.least_words, details.most_words)
    kinds = sorted(set(details.file_kinds)) if kind == QuestionKind.FILE else []
    if not set(kinds) <= set(Kind.values):
        raise UnknownFiles(kinds=", ".join(Kind.values))
    return replace(details, file_kinds=kinds)


def check_words(least: int | None, most: int | None) -> None:
    """Raise BadWords for limits that no essay could keep."""
    given = [words for words in (least, most) if words is not None]
    if given != sorted(given) or not all(1 <= words <= MOST_WORDS for words in given):
        raise BadWords(most=MOST_WORDS)
