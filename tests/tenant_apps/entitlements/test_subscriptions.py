from dataclasses import replace
from datetime import timedelta

import pytest

from marque.kit import clock
from tenant_apps.entitlements import by_hand
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.entitlements.queries import has_access
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Subscription, SubscriptionSettings
from tests.tenant_apps.subscribing import FAILS_LATER, MONTHLY, a_subscription, another_offer, day, renew

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")


@pytest.fixture
def opened(deliver_facts):
    """Whether what was subscribed to is open at that time."""

    def ask(held: Subscription, now) -> bool:
        with clock.fixed(now):
            deliver_facts()
        return has_access(held.person, held.line.products.get(), now)

    return ask


def test_what_is_subscribed_to_is_open_from_the_first_payment_on_by_one_source(opened) -> None:
    held = a_subscription()

    assert opened(held, day(2, 1))
    renew(held, day(2, 28))
    assert opened(held, day(3, 1))
    assert [each.source for each in Entitlement.objects.all()] == [f"subscription:{held.key}"]


def test_what_was_ended_by_hand_stays_ended_through_renewals_until_it_is_given_by_hand(opened) -> None:
    held = a_subscription()
    opened(held, day(2, 1))
    by_hand.take_away(entitlement=Entitlement.objects.get(), reason="Shared the password", by=None)

    renew(held, day(2, 28))
    renewed = opened(held, day(3, 1))
    by_hand.give(person=held.person, product=held.line.products.get(), reason="Sorry", by=None)

    assert (renewed, opened(held, day(3, 2))) == (False, True)


def test_a_trial_is_open_and_asks_for_nothing(opened) -> None:
    held = a_subscription(replace(MONTHLY, trial_days=14))

    assert (held.state, held.trial_ends_at, held.order.total_amount) == ("trialing", day(2, 14), 0)
    assert opened(held, day(2, 1))


def test_an_overdue_one_stays_open_within_its_grace_and_closes_when_it_lapses(opened) -> None:
    held = renew(a_subscription(card=FAILS_LATER), day(2, 28))

    open_in_grace = opened(held, day(3, 1))
    for when in (day(3, 1), day(3, 3), day(3, 5), day(3, 7)):
        renew(held, when)
    last_day = opened(held, day(3, 9))
    renew(held, day(3, 10))

    assert (open_in_grace, last_day, opened(held, day(3, 10))) == (True, True, False)
    assert (held.state, held.ended_because) == ("ended", "lapsed")


def test_a_cancelled_one_is_open_to_the_second_its_period_ends(opened) -> None:
    held = a_subscription()
    orders.cancel_subscription(subscription=held, now=day(2, 10))

    until = day(2, 28)
    assert opened(held, day(2, 11))
    held.refresh_from_db()
    assert [has_access(held.person, held.line.products.get(), until + timedelta(seconds=s)) for s in (-1, 0)] == [
        True,
        False,
    ]


def test_taking_a_cancellation_back_takes_the_end_away(opened) -> None:
    held = a_subscription()
    orders.cancel_subscription(subscription=held, now=day(2, 10))
    opened(held, day(2, 10))

    orders.keep_subscription(subscription=held, now=day(2, 11))

    assert opened(held, day(3, 15))


def test_a_refund_of_the_running_period_ends_it(opened) -> None:
    held = a_subscription()
    opened(held, day(2, 1))

    with clock.fixed(day(2, 2)):
        orders.refund_order(order=held.order, reason="Not for me")
    still = opened(held, day(2, 2))

    held.refresh_from_db()
    assert (still, held.ended_because) == (False, "refunded")


def test_a_refund_of_an_earlier_period_ends_nothing(opened) -> None:
    held = renew(a_subscription(), day(2, 28))

    with clock.fixed(day(3, 1)):
        orders.refund_order(order=held.order, reason="Goodwill")

    assert opened(held, day(3, 2))


@pytest.mark.parametrize(("stays", "then"), [(False, False), (True, True)])
def test_a_paused_one_is_open_as_the_business_has_it(opened, stays, then) -> None:
    SubscriptionSettings.objects.create(paused_stays_open=stays)
    held = a_subscription()

    orders.pause_subscription(subscription=held, now=day(2, 10), until=day(6, 1))

    assert (opened(held, day(2, 20)), opened(held, day(3, 15))) == (True, then)


def test_a_plan_is_open_from_its_first_instalment_and_for_good_after_the_last(opened) -> None:
    held = a_subscription(replace(MONTHLY, instalments=3))
    early = opened(held, day(2, 1))

    renew(held, day(2, 28))
    renew(held, day(3, 31))
    renew(held, day(4, 30))

    assert (early, held.ended_because, held.terms_paid) == (True, "completed", 3)
    assert opened(held, day(12, 31))


def test_a_plan_that_is_not_paid_closes(opened) -> None:
    held = a_subscription(replace(MONTHLY, instalments=3), card=FAILS_LATER)
    for when in (day(2, 28), day(3, 1), day(3, 3), day(3, 5), day(3, 7), day(3, 10)):
        renew(held, when)

    assert (held.ended_because, opened(held, day(3, 11))) == ("lapsed", False)


def test_another_plan_opens_its_own_and_closes_what_it_leaves(opened) -> None:
    held = a_subscription()
    opened(held, day(2, 1))
    old = held.line.products.get()
    bigger = another_offer("bigger", 9900)

    with clock.fixed(day(2, 10)):
        orders.change_plan(subscription=held, offer=bigger, terms=replace(MONTHLY, amount=9900), now=day(2, 10))

    held.refresh_from_db()
    assert opened(held, day(2, 11))
    assert (held.line.products.get() == bigger.products.get(), has_access(held.person, old, day(2, 11))) == (
        True,
        False,
    )
