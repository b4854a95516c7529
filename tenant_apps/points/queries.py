"""Reading points: how somebody stands, what they were given for, who has the most."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from marque.kit.reading import read_once
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.people.models import Person
from tenant_apps.points.models import Occasion, PointEntry, PointLevel, PointRules, PointTotal

SHOWN = 20


@dataclass(frozen=True)
class PointStanding:
    """A person's points, the level they have and the one after it."""

    points: int
    level: PointLevel | None
    following: PointLevel | None
    on_board: bool
    board_name: str

    @property
    def missing(self) -> int:
        """Points to the following level."""
        return self.following.threshold - self.points if self.following else 0

    @property
    def percent(self) -> int:
        """How far between the two levels."""
        if self.following is None:
            return 100
        start = self.level.threshold if self.level else 0
        return 100 * (self.points - start) // (self.following.threshold - start)


@dataclass(frozen=True)
class Place:
    """One line of the list: a name and points, nothing else of anybody."""

    name: str
    points: int
    is_you: bool


@dataclass(frozen=True)
class Given:
    """Points and what for."""

    points: int
    words: str
    title: str
    entry: PointEntry


@read_once
def point_rules() -> PointRules:
    """What the business says; one that said nothing has them off."""
    return PointRules.objects.first() or PointRules()


def standing_of(person: Person) -> PointStanding:
    """How a person stands: the kept sum and the levels, two queries however much was given."""
    total = PointTotal.objects.filter(person=person).first() or PointTotal()
    levels = list(PointLevel.objects.order_by("threshold"))
    reached = [level for level in levels if level.threshold <= total.points]
    ahead = [level for level in levels if level.threshold > total.points]
    return PointStanding(
        points=total.points,
        level=reached[-1] if reached else None,
        following=ahead[0] if ahead else None,
        on_board=total.left_board_at is None,
        board_name=total.board_name,
    )


def board(person: Person) -> list[Place]:
    """Those with the most points who did not leave the list, by the names they chose or their first ones."""
    totals = PointTotal.objects.filter(left_board_at=None, points__gt=0).select_related("person")
    return [
        Place(total.board_name or total.person.first_name, total.points, total.person_id == person.pk)
        for total in totals.order_by(F("points").desc(), "pk")[:SHOWN]
    ]


def given_to(person: Person) -> list[Given]:
    """What a person was given points for, the latest first."""
    entries = list(PointEntry.objects.filter(person=person).order_by("-given_at")[:SHOWN])
    keys = [entry.subject for entry in entries]
    titles = dict(Lesson.objects.filter(key__in=keys).values_list("key", "title"))
    titles |= dict(Course.objects.filter(key__in=keys).values_list("key", "title"))
    return [
        Given(entry.points, str(Occasion(entry.occasion).label), titles.get(entry.subject, ""), entry)
        for entry in entries
    ]
