"""Days to finish, in figures that were worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tenant_apps.analytics import actions
from tenant_apps.analytics.queries import paces
from tenant_apps.analytics.queries.periods import ALL, Period, period
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.analytics.factories import does, learner, taught
from tests.tenant_apps.courses.factories import creator

MAY, JUNE = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 6, 8, 9, tzinfo=UTC)
# days each needed; None has not finished
SPRING, SUMMER = (2, 4, 6, 40, None), (1, 3, None, None)


def all_time() -> Period:
    return period(ALL, JUNE)


def join(made: Course, lessons: list, at: datetime, days: tuple[int | None, ...]) -> list[Enrolment]:
    """So many learners of one month, each of whom needed their days."""
    joined = []
    for number, took in enumerate(days):
        place = learner(made, f"ann{number}in{at:%Y%m}", at)
        does(place, finished=lessons if took is not None else lessons[:1], after=took or 1)
        joined.append(place)
    return joined


@pytest.fixture
def made(in_okafor) -> Course:
    """A course of two months, each of which is a cohort."""
    of, lessons = taught(lessons=2)
    for name, at, days in (("Spring", MAY, SPRING), ("Summer", JUNE, SUMMER)):
        group = learning.save_cohort(course=of, name=name, starts_on=at.date())
        for place in join(of, lessons, at, days):
            learning.place(cohort=group, enrolment=place, now=at)
    join(of, lessons, JUNE.replace(year=2025), (10,))
    actions.count_due()
    return of


def figures(groups: list[paces.Group]) -> list[tuple]:
    return [(each.name, each.pace.people, each.pace.finished, each.pace.share, each.pace.quartiles) for each in groups]


def test_pace_takes_the_days_that_a_quarter_half_and_three_quarters_needed(made) -> None:
    found = paces.pace(made, all_time())

    assert found.days == [(1, 1), (2, 1), (3, 1), (4, 1), (6, 1), (10, 1), (40, 1)]
    assert (found.people, found.finished, found.share, found.quartiles) == (10, 7, 70, (2, 4, 10))


def test_pace_counts_people_not_days() -> None:
    found = paces.pace_of([(30, 1), (5, 6), (9, 1), (-1, 8), (5, 0), (7, 0)])

    assert found == paces.Pace(16, 8, (5, 5, 5), [(5, 6), (9, 1), (30, 1)])
    assert paces.pace_of([(-1, 3)]) == paces.Pace(3, 0, None, [])


def test_pace_of_a_period_leaves_out_the_year_before(made) -> None:
    assert paces.pace(made, period("3", JUNE)).quartiles == (2, 3, 6)


def test_months_are_compared_latest_first(made) -> None:
    assert figures(paces.months(made, all_time())) == [
        (date(2026, 6, 1), 4, 2, 50, (1, 1, 3)),
        (date(2026, 5, 1), 5, 4, 80, (2, 4, 6)),
        (date(2025, 6, 1), 1, 1, 100, (10, 10, 10)),
    ]


def test_cohorts_are_compared_latest_first(made) -> None:
    learning.save_cohort(course=made, name="Autumn", starts_on=date(2026, 9, 1))

    assert figures(paces.cohorts(made)) == [
        ("Autumn", 0, 0, 0, None),
        ("Summer", 4, 2, 50, (1, 1, 3)),
        ("Spring", 5, 4, 80, (2, 4, 6)),
    ]


def test_groups_page_names_each_with_its_figures(made, okafor, client_for) -> None:
    client = creator(client_for, okafor)
    lines = client.get(f"/studio/courses/{made.key}/analytics/groups/?as=csv").content.decode().splitlines()

    assert lines[1:] == [
        "2026-06-01,4,2,1,1,3",
        "2026-05-01,5,4,2,4,6",
        "2025-06-01,1,1,10,10,10",
        "Summer,4,2,1,1,3",
        "Spring,5,4,2,4,6",
    ]
