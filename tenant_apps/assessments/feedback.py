"""A submission as it is shown: its files, numbered pins, marks and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tenant_apps.accounts.models import User
from tenant_apps.assessments.files import work_url
from tenant_apps.assessments.models import Assignment, OpenAnswer, Pin, Submission, Work


@dataclass(frozen=True)
class ShownPin:
    """A pin with its number, counted through the whole submission."""

    number: int
    pin: Pin


@dataclass(frozen=True)
class ShownWork:
    """A file with its address for one viewer."""

    work: Work
    name: str
    url: str
    pins: tuple[ShownPin, ...]


@dataclass(frozen=True)
class Rubric:
    """The points a rubric gave, of those to be had."""

    marks: tuple[dict[str, Any], ...]
    points: int
    most: int


def shown_works(
    holder: Submission | OpenAnswer, user: User, *, pinned: bool = True, unnamed: bool = False
) -> list[ShownWork]:
    """The files of a submission or an answer, with pins where the viewer may see them, without names for reviewers.

    Two queries.
    """
    found, number = [], 0
    for work in holder.works.prefetch_related("pins"):
        pins = []
        for each in work.pins.all() if pinned else ():
            number += 1
            pins.append(ShownPin(number, each))
        name = _("File %(number)d") % {"number": len(found) + 1} if unnamed else work.name
        found.append(ShownWork(work, name, work_url(work, user, unnamed=unnamed), tuple(pins)))
    return found


def said_by_peers(submission: Submission) -> list[tuple[str, Rubric | None]]:
    """What reviewers wrote and gave, without their names."""
    done = submission.reviews.filter(done_at__isnull=False).order_by("done_at")
    return [(review.words, rubric_of(review.marks)) for review in done]


def rubric_of(marks: dict[str, dict[str, Any]]) -> Rubric | None:
    """The marks that were given, in the order the rubric had then."""
    if not marks:
        return None
    rows = tuple(sorted(marks.values(), key=lambda mark: mark["position"]))
    return Rubric(rows, sum(row["points"] for row in rows), sum(row["most"] for row in rows))


def choosing(criteria: Iterable[Any], chosen: Mapping[str, str]) -> list[tuple[Any, list[tuple[Any, bool]]]]:
    """Each criterion with its levels, and whether each is chosen."""
    return [
        (each, [(level, chosen.get(str(each.key)) == str(level.key)) for level in each.levels.all()])
        for each in criteria
    ]


def criteria_of(assignment: Assignment) -> list[Any]:
    """The rubric as it is now, each criterion with its levels."""
    return list(assignment.criteria.prefetch_related("levels"))


def levels_in(data: Mapping[str, Any]) -> dict[str, str]:
    """The level of each criterion, as posted."""
    return {name[6:]: str(value) for name, value in data.items() if name.startswith("level-")}


def most_points(criteria: Iterable[Any]) -> int:
    """What a rubric can give."""
    return sum(max((level.points for level in each.levels.all()), default=0) for each in criteria)
