"""Where periods end, and what part of one is left."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marque.kit.money import Money
from shared_apps.billing.periods import month_after, months_between, period_after, rest_of


@pytest.mark.parametrize(
    ("start", "interval", "anchor", "end"),
    [
        ((2026, 1, 31), "month", 31, (2026, 2, 28)),
        ((2026, 2, 28), "month", 31, (2026, 3, 31)),
        ((2028, 1, 31), "month", 31, (2028, 2, 29)),
        ((2026, 12, 5), "month", 5, (2027, 1, 5)),
        ((2028, 2, 29), "year", 29, (2029, 2, 28)),
        ((2029, 2, 28), "year", 29, (2030, 2, 28)),
    ],
)
def test_a_period_ends_on_its_day_or_the_months_last(start, interval, anchor, end):
    found = period_after(datetime(*start, 9, tzinfo=UTC), interval=interval, anchor_day=anchor)

    assert found == datetime(*end, 9, tzinfo=UTC)


@given(
    amount=st.integers(0, 10**9), seconds=st.integers(0, 31 * 86_400), currency=st.sampled_from(["USD", "JPY", "KWD"])
)
def test_what_is_left_and_what_is_gone_are_the_whole_price(amount, seconds, currency):
    starts, ends = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    at = datetime.fromtimestamp(starts.timestamp() + seconds, UTC)

    left = rest_of(Money(amount, currency), starts=starts, ends=ends, at=at)

    assert 0 <= left.amount <= amount
    assert abs(left.amount - amount * (31 * 86_400 - seconds) / (31 * 86_400)) <= 1


def test_before_it_begins_all_of_it_is_left_and_after_it_nothing():
    starts, ends = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    price = Money(3_900, "USD")

    assert rest_of(price, starts=starts, ends=ends, at=datetime(2026, 2, 1, tzinfo=UTC)) == price
    assert rest_of(price, starts=starts, ends=ends, at=datetime(2026, 5, 1, tzinfo=UTC)) == Money(0, "USD")


def test_months_between_are_those_that_are_over():
    assert months_between(date(2026, 1, 15), date(2026, 3, 1)) == [date(2026, 1, 1), date(2026, 2, 1)]
    assert months_between(date(2026, 3, 1), date(2026, 3, 31)) == []
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
