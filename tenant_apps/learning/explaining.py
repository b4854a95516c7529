"""Why a lesson is locked for somebody and when it opens: for the creator each condition, for the learner the gist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tenant_apps.learning.drip.deciding import Standing, standings
from tenant_apps.learning.drip.plan import Part, plan_of
from tenant_apps.learning.drip.reading import facts_of
from tenant_apps.learning.drip.words import Line, lines_of, unmet, waiting_for
from tenant_apps.learning.models import Enrolment, LessonRelease


@dataclass(frozen=True)
class Locked:
    """What a learner is told about a lesson that is not open."""

    at: datetime | None
    waits: list[str]


@dataclass(frozen=True)
class Explained:
    """One lesson for one learner. `release` is where it was written down that it opened."""

    standing: Standing
    lines: list[Line]
    release: LessonRelease | None

    @property
    def waits(self) -> list[str]:
        """What it still waits for while it is locked, as the learner reads it."""
        return [] if self.standing.is_open else unmet(self.standing, self.lines)


@dataclass(frozen=True)
class ExplainedModule:
    """The lessons of one module."""

    module: Part
    lessons: list[Explained]

    @property
    def opened(self) -> int:
        """How many of them are open."""
        return sum(each.standing.is_open for each in self.lessons)

    @property
    def is_open(self) -> bool:
        """Whether nothing in it waits."""
        return self.opened == len(self.lessons)


def locked_words(enrolment: Enrolment, standing: Standing, now: datetime) -> Locked:
    """The locked page."""
    plan = plan_of(enrolment.course)
    return Locked(standing.at, waiting_for(plan, standing, facts_of(enrolment, plan), now))


def explain(enrolment: Enrolment, now: datetime) -> list[Explained]:
    """Every lesson of the course, with every condition, its fact and its date."""
    plan = plan_of(enrolment.course)
    facts = facts_of(enrolment, plan)
    kept = {row.lesson_id: row for row in LessonRelease.objects.filter(enrolment=enrolment)}
    return [
        Explained(standing, lines_of(plan, standing, facts, now), kept.get(pk))
        for pk, standing in standings(plan, facts, now).items()
    ]


def by_module(explained: Iterable[Explained]) -> list[ExplainedModule]:
    """The same, module by module."""
    found = groupby(explained, key=lambda each: each.standing.module)
    return [ExplainedModule(module, list(lessons)) for module, lessons in found]
