"""What the dashboard counts."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tenant_apps.studio.dashboard import figures, kpis
from tenant_apps.studio.dashboard.period import MONTH, WEEK, YEAR, period
from themes.studio import chart

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_period_month_runs_to_its_last_day_and_compares_with_the_month_before():
    november = period(MONTH, NOW, UTC_ZONE)

    assert (november.buckets[0], november.buckets[-1]) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (november.before[0], november.before[-1]) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (november.so_far, november.label, november.before_label) == (21, "November", "October")


def test_period_week_ends_today():
    week = period(WEEK, NOW, UTC_ZONE)

    assert (week.buckets[0], week.buckets[-1], week.before[-1]) == (
        date(2026, 11, 15),
        date(2026, 11, 21),
        date(2026, 11, 14),
    )


def test_period_follows_the_business_clock():
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)

    assert period(MONTH, late, ZoneInfo("Asia/Tokyo")).label == "December"


def test_period_unknown_is_a_month():
    assert period("decade", NOW, UTC_ZONE).span == MONTH


def test_sales_counts_paid_orders_by_day_without_refunds(sold):
    sold(0, at=NOW)
    sold(1, at=NOW)
    sold(1, at=NOW)
    sold(1, at=NOW, refunded=True)
    sold(1, at=NOW, paid=False)
    sold(25, at=NOW)

    found = figures.sales(period(MONTH, NOW, UTC_ZONE), "USD")

    assert (found.revenue.total, found.orders.total) == (3 * 49000, 3)
    assert found.revenue.now[19:] == (98000, 49000)
    assert sum(found.revenue.before) == 49000


def test_sales_by_month_in_a_year(sold):
    sold(0, at=NOW)
    sold(60, at=NOW)

    found = figures.sales(period(YEAR, NOW, UTC_ZONE), "USD")

    assert found.orders.now == (0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1)


def test_sales_in_another_currency_are_left_out(sold):
    sold(0, at=NOW)

    assert figures.sales(period(MONTH, NOW, UTC_ZONE), "EUR").revenue.total == 0


def test_checkouts_counts_started_and_paid(sold):
    sold(1, at=NOW)
    sold(1, at=NOW, paid=False)

    placed, paid = figures.checkouts(period(WEEK, NOW, UTC_ZONE))

    assert (placed.total, paid.total) == (2, 1)


@pytest.mark.parametrize("span", [WEEK, MONTH, YEAR])
def test_figures_cost_one_query_each(sold, span, django_assert_num_queries):
    sold(1, at=NOW)
    sold(2, at=NOW)
    at = period(span, NOW, UTC_ZONE)

    with django_assert_num_queries(4):
        figures.sales(at, "USD")
        figures.new_learners(at)
        figures.finished_courses(at)
        figures.checkouts(at)


def test_money_kpi_compares_to_the_same_day():
    november = period(MONTH, NOW, UTC_ZONE)
    series = figures.Series(now=(15000,) * 21, before=(10000,) * 31)

    kpi = kpis.money_kpi("Revenue", series, "USD", november)

    assert (kpi.value, kpi.delta, kpi.note) == ("$3,150", "+50%", "on October to the 21st")


def test_share_kpi_without_a_checkout_says_so():
    empty = figures.Series(now=(0,) * 21, before=(0,) * 31)

    kpi = kpis.share_kpi("Paid", empty, empty, period(MONTH, NOW, UTC_ZONE))

    assert (kpi.value, kpi.note) == ("–", "none started yet")


@pytest.mark.parametrize(
    ("largest", "expected"), [(0, (1, 1)), (7, (9, 3)), (490, (600, 200)), (8400, (9000, 3000)), (100, (100, 50))]
)
def test_ceiling_of_is_round(largest, expected):
    assert chart.ceiling_of(largest) == expected


def test_smooth_stays_between_its_points():
    assert chart.smooth([(0, 10), (10, 5)]) == "M0 10C5.0 10 5.0 5 10 5"
