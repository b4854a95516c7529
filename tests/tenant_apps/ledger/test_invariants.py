"""Whatever happens in whatever order, the book stays right. Hypothesis makes the histories, and shortens a bad one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.ledger.models import LedgerAccount
from tenant_apps.orders.models import Order
from tests.examples import examples
from tests.tenant_apps.ledger.factories import a_refund, a_shared_product, check_now
from tests.tenant_apps.ledger.histories import STEPS, History
from tests.tenant_apps.ledger.truths import holds
from tests.tenant_apps.selling import a_paid_order, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def five_percent(monkeypatch) -> None:
    """What the plan says."""
    fee = lambda tenant, net: Money(net.amount * 5 // 100, net.currency)  # noqa: E731
    monkeypatch.setattr("tenant_apps.orders.actions.paying.sales_fee", fee)
    monkeypatch.setattr("tenant_apps.ledger.actions.platform_fees.sales_fee", fee)


@contextmanager
def taken_back() -> Iterator[None]:
    """Each history begins with the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@settings(max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(data=st.data(), steps=st.lists(st.sampled_from(STEPS), min_size=10, max_size=40))
def test_any_order_of_events_leaves_the_book_right(data, steps, deliver_facts, five_percent) -> None:
    with taken_back():
        history = History(data.draw, deliver_facts)

        history.live(steps)

        for name in history.done:
            event(name)
        check_now()
        holds(at=clock.now() + timedelta(days=6 * len(steps)))


def test_everything_given_back_leaves_nothing_owed(deliver_facts) -> None:
    offer = an_offer(price=4_999, products=[a_shared_product(Ann=3, Bea=2, Cem=2)])
    for number in range(5):
        a_paid_order(offer, email=f"buyer-{number}@example.com")
    deliver_facts()

    for order in Order.objects.all():
        a_refund(order, order.total_amount)
    deliver_facts()

    assert set(LedgerAccount.objects.values_list("balance", flat=True)) == {0}
