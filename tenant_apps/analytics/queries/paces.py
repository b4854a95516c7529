"""How long a course takes, and how those compare who began in different months or groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Extract

from tenant_apps.analytics.models import PlaceCount
from tenant_apps.analytics.queries.lessons import share
from tenant_apps.analytics.queries.periods import Period
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Cohort, CohortPlace

GROUPS = 12


@dataclass(frozen=True)
class Pace:
    """People, how many finished, and the days a quarter, half and three quarters of those needed at most."""

    people: int
    finished: int
    quartiles: tuple[int, int, int] | None
    days: Sequence[tuple[int, int]] = ()

    @property
    def share(self) -> int:
        """Finished, in percent."""
        return share(self.finished, self.people)


@dataclass(frozen=True)
class Group:
    """Learners of one month, or of one cohort."""

    name: str | date
    pace: Pace


def pace_of(rows: Iterable[tuple[int, int]]) -> Pace:
    """From days (-1: not finished) and how many people took as long."""
    counted: dict[int, int] = {}
    for took, people in rows:
        counted[took] = counted.get(took, 0) + people
    going = counted.pop(-1, 0)
    days = sorted((took, people) for took, people in counted.items() if people)
    finished = sum(people for _took, people in days)
    quartiles = tuple(_reached(days, finished * part / 4) for part in (1, 2, 3)) if finished else None
    return Pace(going + finished, finished, quartiles, days)  # type: ignore[arg-type]


def _reached(days: Sequence[tuple[int, int]], wanted: float) -> int:
    so_far = 0
    for took, people in days:
        so_far += people
        if so_far >= wanted:
            return took
    return 0


def pace(course: Course, of: Period) -> Pace:
    """Everybody of a period."""
    rows = PlaceCount.objects.filter(**of.within(course=course)).order_by().values("took")
    return pace_of(rows.annotate(all=Sum("people")).values_list("took", "all"))


def months(course: Course, of: Period) -> list[Group]:
    """The last months in which somebody got a place, latest first."""
    found: dict[date, list[tuple[int, int]]] = {}
    rows = PlaceCount.objects.filter(**of.within(course=course)).exclude(people=0)
    for month, took, people in rows.values_list("month", "took", "people"):
        found.setdefault(month, []).append((took, people))
    return [Group(month, pace_of(found[month])) for month in sorted(found, reverse=True)[:GROUPS]]


def cohorts(course: Course) -> list[Group]:
    """The latest cohorts, read from their places: a cohort has seats."""
    latest = list(Cohort.objects.filter(course=course).order_by("-starts_on", "-pk")[:GROUPS])
    rows = CohortPlace.objects.filter(cohort__in=latest).order_by().values("cohort_id")
    took = Extract(F("enrolment__completed_at") - F("enrolment__started_at"), "day")
    found: dict[int, list[tuple[int, int]]] = {}
    for row in rows.annotate(took=took, people=Count("pk", filter=Q(enrolment__isnull=False))):
        found.setdefault(row["cohort_id"], []).append((-1 if row["took"] is None else int(row["took"]), row["people"]))
    return [Group(cohort.name, pace_of(found.get(cohort.pk, []))) for cohort in latest]
