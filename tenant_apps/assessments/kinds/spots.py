"""Questions about places on a picture: a learner marks them by click or by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.kinds.base import Draft, ForgedChoice, Kind, NothingChosen, Row, choices_of
from tenant_apps.assessments.kinds.typed import NotANumber, number
from tenant_apps.assessments.models import Choice, Question

# what is said where a mark met no region, for who counts answers
OUTSIDE = "-"
_ALL = Decimal(100)


class NoRegion(Refused):
    """A picture with nothing to find on it."""

    field = "choices"
    message = _("Draw at least one place on the picture and tick it as right.")


class BadRegion(Refused):
    """Four numbers that make no place on a picture."""

    field = "choices"
    message = _(
        "“%(text)s” needs its place on the picture in percent: from the left, from the top, width and height, such"
        " as 10 20 30 15."
    )


class NothingMarked(NothingChosen):
    """No mark on the picture."""

    message = _("Mark a place on the picture first.")


class HalfAPlace(NothingChosen):
    """One number of two."""

    message = _("A place has two numbers: how far from the left, and how far from the top.")


@dataclass(frozen=True)
class Region:
    """A place that a mark may meet, in percent of the picture."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    choice: Choice

    def holds(self, point: tuple[Decimal, Decimal], tolerance: Decimal) -> bool:
        """Whether a mark is in it, or as near as is forgiven."""
        x, y = point
        return (
            self.x - tolerance <= x <= self.x + self.width + tolerance
            and self.y - tolerance <= y <= self.y + self.height + tolerance
        )


@dataclass(frozen=True)
class Spot(Row):
    """A mark of the learner's, empty until it is set."""

    x: str = ""
    y: str = ""


class HotSpot(Kind):
    """Every right region is to be marked; with parts, each mark beside them takes one away."""

    template = "assessments/kinds/hot_spot.html"
    needs_picture: ClassVar[bool] = True

    def check(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """At least one right region; each has its place in `match`."""
        if not any(draft.right for draft in drafts):
            raise NoRegion
        return [draft._replace(match=_written(draft)) for draft in drafts]

    def read(self, question: Question, said: Sequence[str]) -> list[str]:
        """Marks as they are posted: from the left and from the top, one after the other; empty ones are left out."""
        most = len(right_regions(question))
        if len(said) % 2 or len(said) > 2 * most:
            raise ForgedChoice
        pairs = [(x.strip(), y.strip()) for x, y in zip(said[::2], said[1::2], strict=True)]
        found = [_point(x, y) for x, y in pairs if x or y]
        if not found:
            raise NothingMarked
        return [f"{x} {y}" for x, y in found]

    def parts(self, question: Question, said: Sequence[str]) -> tuple[int, int]:
        """Right regions that were met, less the marks that met none."""
        right, points, off = right_regions(question), _points(said), tolerance_of(question)
        met = sum(any(region.holds(point, off) for point in points) for region in right)
        beside = sum(not any(region.holds(point, off) for region in right) for point in points)
        return met - beside, len(right) or 1

    def rows(self, question: Question, said: Sequence[str], order: Random | None) -> list[Row]:
        """A mark for each right region, in the order they were set."""
        right = right_regions(question)
        points: list[tuple[Decimal, Decimal] | None] = [*_points(said)]
        points += [None] * (len(right) - len(points))
        return [self._row(question, place, point) for place, point in enumerate(points, start=1)]

    def counted(self, question: Question, said: Sequence[str]) -> list[str]:
        """The regions that were met: a place to the tenth of a percent is nobody else's."""
        met = (_met(question, point) for point in _points(said))
        return sorted({str(region.choice.key) if region else OUTSIDE for region in met})

    def _row(self, question: Question, place: int, point: tuple[Decimal, Decimal] | None) -> Row:
        if point is None:
            return Spot(str(place), "")
        region = _met(question, point)
        right = region is not None and region.choice.is_right
        feedback = region.choice.feedback if region else ""
        x, y = (str(part) for part in point)
        return Spot(str(place), region.choice.text if region else "", "on", right, feedback=feedback, x=x, y=y)


def regions(question: Question) -> list[Region]:
    """All regions of a question; of one that was rewritten from another kind there are none."""
    found = [(choice, _numbers(choice.match)) for choice in choices_of(question)]
    return [Region(*numbers, choice) for choice, numbers in found if numbers is not None]


def right_regions(question: Question) -> list[Region]:
    """Those that are to be marked."""
    return [region for region in regions(question) if region.choice.is_right]


def tolerance_of(question: Question) -> Decimal:
    """How far beside a region a mark may be, in percent of the picture."""
    return number(question.tolerance or "0")


def _met(question: Question, point: tuple[Decimal, Decimal]) -> Region | None:
    """The region a mark met, a right one before others."""
    off = tolerance_of(question)
    met = [region for region in regions(question) if region.holds(point, off)]
    return next((region for region in met if region.choice.is_right), met[0] if met else None)


def _written(draft: Draft) -> str:
    found = _numbers(draft.match)
    if found is None:
        raise BadRegion(text=draft.text)
    return " ".join(f"{part:f}" for part in found)


def _numbers(text: str) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    try:
        parts = [_rounded(part) for part in text.replace("%", " ").split()]
    except (NotANumber, ForgedChoice):
        return None
    if len(parts) != 4 or 0 in parts[2:] or max(parts[0] + parts[2], parts[1] + parts[3]) > _ALL:
        return None
    return parts[0], parts[1], parts[2], parts[3]


def _point(x: str, y: str) -> tuple[Decimal, Decimal]:
    if not x or not y:
        raise HalfAPlace
    return _rounded(x), _rounded(y)


def _rounded(text: str) -> Decimal:
    found = number(text)
    # first: a number of thirty digits cannot be rounded
    if not 0 <= found <= _ALL:
        raise ForgedChoice
    return round(found, 1)


def _points(said: Sequence[str]) -> list[tuple[Decimal, Decimal]]:
    """Marks as they are kept; what was said before the question was rewritten as this kind is none."""
    found = []
    for one in said:
        x, _space, y = one.partition(" ")
        try:
            found.append(_point(x, y))
        except Refused:
            continue
    return found
