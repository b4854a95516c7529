from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tenant_apps.orders.rhythm import a_month, days_later, step, unused


def at(year: int, month: int, day: int, hour: int = 12, zone: str = "UTC") -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZoneInfo(zone))


def months(anchor: datetime, number: int, zone: str = "UTC") -> list[str]:
    ends = [step(anchor, steps=n, interval="month", count=1, zone=zone) for n in range(1, number + 1)]
    return [f"{end.astimezone(ZoneInfo(zone)):%m-%d}" for end in ends]


def test_months_from_the_31st_end_on_the_last_day_and_come_back_to_it() -> None:
    assert months(at(2027, 1, 31), 5) == ["02-28", "03-31", "04-30", "05-31", "06-30"]
    assert months(at(2028, 1, 31), 2) == ["02-29", "03-31"]


def test_a_year_from_29_february_waits_for_the_next_leap_year() -> None:
    years = [step(at(2028, 2, 29), steps=n, interval="year", count=1, zone="UTC") for n in (1, 2, 3, 4)]

    assert [f"{year:%Y-%m-%d}" for year in years] == ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


def test_the_day_is_the_business_day_not_that_of_greenwich() -> None:
    # 31 January 20:00 in New York is 1 February in UTC
    anchor = at(2027, 1, 31, 20, "America/New_York").astimezone(UTC)

    assert months(anchor, 2, "America/New_York") == ["02-28", "03-31"]


def test_the_hour_on_the_wall_stays_when_clocks_change() -> None:
    anchor = at(2027, 3, 20, 9, "Europe/Berlin")

    end = step(anchor, steps=1, interval="month", count=1, zone="Europe/Berlin")

    assert end.astimezone(UTC) == at(2027, 4, 20, 7)
    assert days_later(anchor, 14, "Europe/Berlin").astimezone(UTC) == at(2027, 4, 3, 7)


def test_an_hour_that_does_not_exist_is_still_a_moment() -> None:
    # clocks in Berlin jump from 2 to 3 on 28 March 2027
    anchor = datetime(2027, 2, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))

    end = step(anchor, steps=1, interval="month", count=1, zone="Europe/Berlin").astimezone(UTC)

    assert end == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "count", "worth"),
    [("month", 1, 4900), ("month", 3, 1633), ("year", 1, 408), ("week", 1, 21306), ("day", 1, 149141)],
)
def test_every_rhythm_has_a_worth_a_month(interval, count, worth) -> None:
    assert a_month(4900, interval=interval, count=count) == worth


def test_what_is_unused_is_the_time_left_rounded_down() -> None:
    start, end = at(2027, 4, 1), at(2027, 5, 1)

    left = [unused(1000, start=start, end=end, now=now) for now in (at(2027, 3, 1), at(2027, 4, 11), end)]

    assert left == [1000, 666, 0]
