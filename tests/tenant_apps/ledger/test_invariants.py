"""Whatever happens in whatever order, the book stays right. A seed names a history: it is the same each time."""

from collections import Counter
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db.models import Sum

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import EscrowHold, LedgerAccount, Payout
from tenant_apps.ledger.queries import problems, wallet_of
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Dispute, Order
from tests.tenant_apps.ledger.factories import a_dispute, a_refund, a_shared_product, check_now, somebody
from tests.tenant_apps.selling import a_paid_order, an_offer

STEPS = 30
PEOPLE = ("Ann", "Bea", "Cem")

pytestmark = pytest.mark.usefixtures("in_okafor")


class History:
    """One business's random life."""

    def __init__(self, seed: int, deliver) -> None:
        self.dice, self.deliver, self.done = Random(seed), deliver, Counter()
        price = self.dice.choice([1, 99, 4_999, 10_001])
        self.product = a_shared_product(Ann=3, Bea=2, Cem=2)
        self.offer = an_offer(price=price, products=[self.product])
        for name in PEOPLE:
            ledger.save_payout_account(person=somebody(name), currency="USD", holder=name, details="Bank of X, 12345")

    def live(self) -> None:
        now = clock.now()
        for step in range(STEPS):
            act = self.dice.choice([self.sell, self.sell, *ACTS])
            with clock.fixed(now + timedelta(days=step)):
                try:
                    act(self)
                    self.done[act.__name__] += 1
                except Refused:
                    self.done["refused"] += 1
                if self.dice.random() < 0.6:  # facts come late, and several at once
                    self.deliver()
        self.deliver()

    def sell(self, *_self) -> None:
        a_paid_order(self.offer, email=f"{uuid4().hex}@example.com")

    def fee(self) -> None:
        order = self.an_order()
        orders.note_fee(payment=order.payments.get(), fee=Money(self.dice.randint(0, order.total_amount), "USD"))

    def refund(self) -> None:
        order = self.an_order()
        a_refund(order, self.dice.randint(1, max(order.refundable.amount, 1)))

    def dispute(self) -> None:
        order = self.an_order()
        if order.refundable:
            a_dispute(order, self.dice.randint(1, order.refundable.amount))

    def close(self) -> None:
        open_ones = Dispute.objects.open()
        if open_ones:
            orders.close_dispute(dispute=self.one_of(open_ones), won=self.dice.random() < 0.5)

    def change_rule(self) -> None:
        until = self.dice.choice(["", "", "completion", "date"])
        points = self.dice.choice([0, 1, 3_333, 7_000, 10_000])
        ledger.set_rule(part="author", product=self.product, basis_points=points, until=until, hold_days=3)

    def release(self) -> None:
        ledger.release_due(now=clock.now())
        waiting = EscrowHold.objects.waiting()
        if waiting:
            hold = self.one_of(waiting)
            ledger.release_escrow(person_id=hold.order.buyer_id, product_id=hold.product_id)

    def ask(self) -> None:
        person = somebody(self.dice.choice(PEOPLE))
        available = wallet_of(person, "USD").available
        wanted = self.dice.randint(1, max(available.amount + 2, 1))
        ledger.request_payout(person=person, money=Money(wanted, "USD"), request_key=uuid4(), by=str(person))
        assert wanted <= available.amount

    def decide(self) -> None:
        for payout in Payout.objects.open():
            if self.dice.random() < 0.3:
                ledger.return_payout(payout=payout, reason="No", by="alice")
            else:
                ledger.approve_payout(payout=payout, by="alice")
                ledger.mark_paid(payout=payout, by="alice")

    def an_order(self) -> Order:
        if not Order.objects.exists():
            self.sell()
        return self.one_of(Order.objects.all())

    def one_of(self, rows):
        return self.dice.choice(list(rows.order_by("pk")))


ACTS = [
    getattr(History, name) for name in ["fee", "refund", "dispute", "close", "change_rule", "release", "ask", "decide"]
]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_events_leaves_the_book_right(seed, deliver_facts) -> None:
    history = History(seed, deliver_facts)

    history.live()

    check_now()
    later = clock.now() + timedelta(days=STEPS + 1)
    assert problems(now=later) == [], history.done
    assert LedgerAccount.objects.aggregate(total=Sum("balance"))["total"] == 0
    through = LedgerAccount.objects.filter(kind__in=["refunds", "gateway_fees", "adjustment"])
    assert set(through.values_list("balance", flat=True)) <= {0}
    assert not LedgerAccount.objects.filter(
        kind__in=["tax", "platform_fee", "escrow", "held", "in_transit"], balance__gt=0
    )


def test_everything_given_back_leaves_nothing_owed(deliver_facts) -> None:
    history = History(99, deliver_facts)
    for _time in range(5):
        history.sell()
    deliver_facts()

    for order in Order.objects.all():
        a_refund(order, order.total_amount)
    deliver_facts()

    assert set(LedgerAccount.objects.values_list("balance", flat=True)) == {0}
