"""A refund that is sent again: with its own key, unless the gateway said for certain that nothing moved."""

from uuid import uuid4

import pytest

from marque.kit.money import Money
from shared_apps.integrations import resilience
from tenant_apps.orders import actions as orders
from tests.tenant_apps.payments.stripe_shop import connected, take_events
from tests.tenant_apps.selling import an_offer, an_order


@pytest.fixture
def lost(double, monkeypatch):
    """An order at Stripe whose refund was made there, and whose answer never came."""
    account = connected(double).account
    order = orders.pay(order=an_order(an_offer(price=10_000)), method="pm_card_visa").order
    double.losing = 3
    with pytest.raises(orders.RefundFailed):
        refund(order)
    double.losing = 0
    monkeypatch.setattr(resilience, "_breakers", {})  # it has cooled down
    assert double.count("refund", account) == 1
    return order, account


def refund(order, key=None):
    return orders.refund_order(order=order, reason="Unhappy", amount=Money(5_000, "USD"), key=key)


def test_keys_that_hold_no_more_leave_a_refund_under_way_with_its_key(double, lost, settings) -> None:
    order, account = lost
    settings.STRIPE_SECRET_KEY = "sk_test_wrong"
    with pytest.raises(orders.RefundFailed):
        refund(order)
    settings.STRIPE_SECRET_KEY = "sk_test_platform"

    refund(order)

    assert (order.refunds.settled().count(), order.refunds.count(), double.count("refund", account)) == (1, 1, 1)


def test_a_refund_whose_key_stripe_has_forgotten_is_found_and_not_made_again(double, lost) -> None:
    order, account = lost
    double.books(account).answers.clear()

    refund(order)

    assert (order.refunds.get().platform_fee_amount, double.count("refund", account)) == (0, 1)


def test_a_refund_that_stripe_refused_is_another_one_when_it_is_sent_again(double) -> None:
    account = connected(double).account
    order = orders.pay(order=an_order(an_offer(price=10_000)), method="pm_card_visa").order
    payment = order.payments.get()
    type(payment).objects.filter(pk=payment.pk).update(reference="pi_nobody")
    with pytest.raises(orders.RefundFailed):
        refund(order)
    type(payment).objects.filter(pk=payment.pk).update(reference=payment.reference)

    refund(order)

    found = order.refunds.order_by("pk")
    assert [bool(each.failed_at) for each in found] == [True, False]
    assert (found[0].key != found[1].key, double.count("refund", account)) == (True, 1)


def test_another_key_is_another_refund_although_one_of_as_much_is_under_way(double, lost) -> None:
    order, account = lost
    key = uuid4()

    refund(order, key=key)
    found = order.refunds.filter(key=key).count()
    refund(order, key=key)

    assert ([each.amount for each in order.refunds.settled()], double.count("refund", account)) == ([5_000, 5_000], 2)
    assert found == 1


def test_a_refund_that_stripe_has_not_booked_waits_for_what_comes_back_of_the_fee(double, deliver_facts) -> None:
    account = connected(double).account
    order = orders.pay(order=an_order(an_offer(price=10_000)), method="pm_card_visa").order
    order.payments.update(platform_fee_at_source=True, merchant="creator")
    books, began = double.books(account), len(double.events)
    books.books_refunds_later = True

    refund(order)
    waiting = order.refunds.under_way().count()
    refund(order)
    books.book_refunds()
    take_events(double, account, began)

    assert (waiting, double.count("refund", account)) == (1, 1)
    assert (order.refunds.get().settled_at is None, order.refunds.get().platform_fee_amount) == (False, 0)
