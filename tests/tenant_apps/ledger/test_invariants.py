"""Whatever happens in whatever order, the book stays right. Hypothesis makes the histories, and shortens a bad one."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import EscrowHold, LedgerAccount, Payout
from tenant_apps.ledger.queries import problems, wallet_of
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Dispute, Order
from tenant_apps.orders.terms import Terms
from tests.tenant_apps.ledger.factories import a_dispute, a_refund, a_shared_product, check_now, somebody
from tests.tenant_apps.selling import a_paid_order, an_offer
from tests.tenant_apps.subscribing import a_subscription

PEOPLE = ("Ann", "Bea", "Cem")
WEEKLY = Terms(amount=1_999, currency="USD", interval="week")

pytestmark = pytest.mark.usefixtures("in_okafor")


class History:
    """One business's life, a few days between its steps; `draw` decides."""

    def __init__(self, draw, deliver) -> None:
        self.draw, self.deliver, self.done = draw, deliver, Counter()
        self.product = a_shared_product(Ann=3, Bea=2, Cem=2)
        self.offer = an_offer(price=self.one_of([1, 99, 4_999, 10_001]), products=[self.product])
        self.club = an_offer("club", price=WEEKLY.amount, products=[self.product])
        for name in PEOPLE:
            ledger.save_payout_account(person=somebody(name), currency="USD", holder=name, details="Bank of X, 12345")

    def live(self, steps: list[str]) -> None:
        now = clock.now()
        for name in steps:
            now += timedelta(days=self.number(0, 5))
            with clock.fixed(now):
                try:
                    getattr(self, name)()
                    self.done[name] += 1
                except Refused:
                    self.done["refused"] += 1
                if self.chance():  # facts come late, and several at once
                    self.deliver()
        with clock.fixed(now):
            self.deliver()

    def sell(self) -> None:
        a_paid_order(self.offer, email=f"{uuid4().hex}@example.com")

    def subscribe(self) -> None:
        a_subscription(WEEKLY, at=clock.now(), offer=self.club, email=f"{uuid4().hex}@example.com")

    def renew(self) -> None:
        for subscription_id in orders.due_subscriptions(now=clock.now()):
            orders.renew(subscription_id=subscription_id, now=clock.now())

    def fee(self) -> None:
        order = self.an_order()
        orders.note_fee(payment=order.payments.get(), fee=Money(self.number(0, order.total_amount), "USD"))

    def refund(self) -> None:
        order = self.an_order()
        a_refund(order, self.number(1, max(order.refundable.amount, 1)))

    def dispute(self) -> None:
        order = self.an_order()
        if order.refundable:
            a_dispute(order, self.number(1, order.refundable.amount))

    def close(self) -> None:
        open_ones = list(Dispute.objects.open().order_by("pk"))
        if open_ones:
            orders.close_dispute(dispute=self.one_of(open_ones), won=self.chance())

    def change_rule(self) -> None:
        until, points = self.one_of(["", "completion", "date"]), self.one_of([0, 1, 3_333, 7_000, 10_000])
        ledger.set_rule(part="author", product=self.product, basis_points=points, until=until, hold_days=3)

    def release(self) -> None:
        ledger.release_due(now=clock.now())
        waiting = list(EscrowHold.objects.waiting().order_by("pk"))
        if waiting:
            hold = self.one_of(waiting)
            ledger.release_escrow(person_id=hold.order.buyer_id, product_id=hold.product_id)

    def ask(self) -> None:
        person = somebody(self.one_of(PEOPLE))
        available = wallet_of(person, "USD").available
        wanted = self.number(1, max(available.amount + 2, 1))
        ledger.request_payout(person=person, money=Money(wanted, "USD"), request_key=uuid4(), by=str(person))
        assert wanted <= available.amount

    def decide(self) -> None:
        for payout in Payout.objects.open():
            if self.chance():
                ledger.return_payout(payout=payout, reason="No", by="alice")
            else:
                ledger.approve_payout(payout=payout, by="alice")
                ledger.mark_paid(payout=payout, by="alice")

    def an_order(self) -> Order:
        if not Order.objects.paid().exists():
            self.sell()
        return self.one_of(list(Order.objects.paid().order_by("pk")))

    def one_of(self, choices):
        return self.draw(st.sampled_from(choices))

    def number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def chance(self) -> bool:
        return self.draw(st.booleans())


STEPS = st.lists(
    st.sampled_from(
        ["sell", "subscribe", "renew", "fee", "refund", "dispute", "close", "change_rule", "release", "ask", "decide"]
    ),
    min_size=4,
    max_size=30,
)


@contextmanager
def taken_back() -> Iterator[None]:
    """Each history begins with the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=True)
@given(data=st.data(), steps=STEPS)
def test_any_order_of_events_leaves_the_book_right(data, steps, deliver_facts) -> None:
    with taken_back():
        history = History(data.draw, deliver_facts)

        history.live(steps)

        check_now()
        later = clock.now() + timedelta(days=6 * len(steps))
        assert problems(now=later) == [], history.done
        assert LedgerAccount.objects.aggregate(total=Sum("balance"))["total"] in (0, None)
        through = LedgerAccount.objects.filter(kind__in=["refunds", "gateway_fees", "adjustment"])
        assert set(through.values_list("balance", flat=True)) <= {0}
        assert not LedgerAccount.objects.filter(
            kind__in=["tax", "platform_fee", "escrow", "held", "in_transit"], balance__gt=0
        )


def test_everything_given_back_leaves_nothing_owed(deliver_facts) -> None:
    offer = an_offer(price=4_999, products=[a_shared_product(Ann=3, Bea=2, Cem=2)])
    for number in range(5):
        a_paid_order(offer, email=f"buyer-{number}@example.com")
    deliver_facts()

    for order in Order.objects.all():
        a_refund(order, order.total_amount)
    deliver_facts()

    assert set(LedgerAccount.objects.values_list("balance", flat=True)) == {0}
