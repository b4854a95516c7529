from datetime import date, timedelta

import pytest

from tenant_apps.learning.rhythm import weeks_in_row

MONDAY = date(2026, 11, 16)


def weeks_ago(*weeks: int) -> set[date]:
    return {MONDAY + timedelta(days=3) - timedelta(weeks=week) for week in weeks}


@pytest.mark.parametrize(
    ("studied", "count"),
    [((), 0), ((0,), 1), ((0, 1, 2), 3), ((1, 2), 2), ((0, 2), 1), ((2, 3), 0)],
)
def test_weeks_in_row_forgive_the_week_that_is_not_over(studied, count) -> None:
    assert weeks_in_row(weeks_ago(*studied), [], MONDAY) == count


def test_weeks_in_row_are_not_broken_by_a_pause() -> None:
    rest = (MONDAY - timedelta(weeks=2), MONDAY - timedelta(days=8))

    assert weeks_in_row(weeks_ago(0, 1, 3, 4), [rest], MONDAY) == 4
    assert weeks_in_row(weeks_ago(0, 1, 3, 4), [], MONDAY) == 2
