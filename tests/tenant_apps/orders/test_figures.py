from dataclasses import replace
from decimal import Decimal

import pytest

from tenant_apps.orders import actions as orders
from tenant_apps.orders.figures import currencies, figures
from tests.tenant_apps.subscribing import FAILS_LATER, MONTHLY, a_subscription, day, renew

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_figures_add_up_what_every_fact_was_worth() -> None:
    stays = a_subscription()
    yearly = replace(MONTHLY, amount=12_000, interval="year")
    a_subscription(yearly, offer=stays.offer, email="year@example.com")
    a_subscription(replace(MONTHLY, instalments=3), offer=stays.offer, email="plan@example.com")
    leaves = a_subscription(offer=stays.offer, email="gone@example.com")
    orders.cancel_subscription(subscription=leaves, now=day(3, 15), at_once=True)

    found = figures(currency="USD", now=day(3, 20), zone="UTC")

    assert (found.revenue.amount, found.subscribers, found.subscribers_lost) == (5900, 2, 1)
    assert found.churn == Decimal("33.3")
    assert [month.revenue.amount for month in found.months[-3:]] == [0, 10_800, 5900]
    assert (found.months[-1].won.amount, found.months[-1].lost.amount) == (0, -4900)
    assert currencies() == ["USD"]


def test_trials_that_stay_are_counted_when_they_end() -> None:
    trial = replace(MONTHLY, trial_days=14)
    stays = a_subscription(trial)
    leaves = a_subscription(trial, offer=stays.offer, email="gone@example.com")
    a_subscription(trial, offer=stays.offer, email="late@example.com", at=day(2, 20))
    renew(stays, day(2, 14))
    orders.cancel_subscription(subscription=leaves, now=day(2, 2))
    renew(leaves, day(2, 14))

    found = figures(currency="USD", now=day(2, 25), zone="UTC")

    assert (found.conversion, found.trials_ended, found.revenue.amount) == (Decimal("50.0"), 2, 4900)


def test_a_lapse_is_churn_and_nothing_at_all_is_no_rate() -> None:
    held = a_subscription(card=FAILS_LATER)
    for when in (day(2, 28), day(3, 1), day(3, 3), day(3, 5), day(3, 7), day(3, 10)):
        renew(held, when)

    after, before = (figures(currency="USD", now=now, zone="UTC") for now in (day(3, 11), day(1, 1)))

    assert (after.churn, after.revenue.amount) == (Decimal("100.0"), 0)
    assert (before.churn, before.conversion) == (None, None)
