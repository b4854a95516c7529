"""A business's life, as hypothesis draws it: a few days between its steps, facts that come late."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Q
from hypothesis import strategies as st

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.models import Delivery
from marque.kit.money import Money
from shared_apps.integrations.ports.payments import FactKind, WebhookFact
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions.fee_bills import bill_fees
from tenant_apps.ledger.models import EscrowHold, Payout
from tenant_apps.ledger.queries import wallet_of
from tenant_apps.ledger.queries.adjustments import adjustment_rows
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Dispute, Order, Payment, Refund
from tenant_apps.orders.terms import Terms
from tenant_apps.payments.models import MerchantModel, PaymentSettings
from tenant_apps.people.models import Person
from tests.tenant_apps.ledger.factories import a_refund, a_shared_product, somebody
from tests.tenant_apps.selling import a_paid_order
from tests.tenant_apps.subscribing import a_subscription

PEOPLE = ("Ann", "Bea", "Cem")
# two decimals, none, three
CURRENCIES = ("USD", "JPY", "KWD")
# what others build on comes more often
STEPS = (
    *["sell", "ask", "decide"] * 3, *["comes_back", "adjust", "renew"],
    "sell", "subscribe", "renew", "fee", "refund", "refund_returns", "surplus", "dispute", "close", "change_rule",
    "release", "adjust", "undo", "ask", "decide", "comes_back", "bill",
)  # fmt: skip


class History:
    """`live` goes through steps; `draw` decides all that is left open."""

    def __init__(self, draw: Callable[[Any], Any], deliver: Callable[[], int]) -> None:
        self.draw, self.deliver, self.done, self.billed = draw, deliver, Counter(), set()
        self.currency, self.collects = self.one_of(CURRENCIES), self.chance()
        merchant = MerchantModel.PLATFORM if self.collects else MerchantModel.CREATOR
        PaymentSettings.objects.update_or_create(name="default", defaults={"merchant": merchant})
        self.product = a_shared_product(Ann=3, Bea=2, Cem=2)
        self.offer = self.an_offer("thing", self.one_of([1, 99, 4_999, 10_001]))
        self.terms = Terms(amount=1_999, currency=self.currency, interval="week")
        self.club = self.an_offer("club", self.terms.amount)
        ledger.set_terms(schedule="request", minimum_amount=0, hold_days=self.one_of([0, 2]))
        for owner in self.owners():
            ledger.save_payout_account(
                person=owner, currency=self.currency, holder=str(owner), details="Bank of X, 12345"
            )

    def live(self, steps: list[str]) -> None:
        now = clock.now()
        self.sell()
        self.tell()
        for name in steps:
            now += timedelta(days=self.number(0, 5))
            with clock.fixed(now):
                try:
                    getattr(self, name)()
                    self.done[name] += 1
                except Refused:
                    self.done[f"{name} refused"] += 1
                if self.chance():  # facts come late, and several at once
                    self.tell()
        with clock.fixed(now):
            self.tell()

    def tell(self) -> None:
        """Whoever writes into the book, or ends what is sold again; letters and paper take longer than all of that."""
        heard = Q(subscriber__startswith="ledger.") | Q(subscriber__startswith="orders.end_")
        Delivery.objects.pending().exclude(heard).delete()
        self.deliver()

    def sell(self) -> None:
        a_paid_order(self.offer, email=f"{uuid4().hex}@example.com")

    def subscribe(self) -> None:
        a_subscription(self.terms, at=clock.now(), offer=self.club, email=f"{uuid4().hex}@example.com")

    def renew(self) -> None:
        for subscription_id in orders.due_subscriptions(now=clock.now()):
            orders.renew(subscription_id=subscription_id, now=clock.now())

    def fee(self) -> None:
        order = self.an_order()
        orders.note_fee(payment=self.payment_of(order), fee=self.money(self.number(0, order.total_amount)))

    def refund(self) -> None:
        order = self.an_order()
        a_refund(order, self.number(1, max(order.refundable.amount, 1)))

    def refund_returns(self) -> None:
        settled = list(Refund.objects.settled().filter(amount__gt=0).order_by("pk"))
        if settled:
            refund = self.one_of(settled)
            self.done["refund came back"] += 1
            orders.reopen_refund(payment=refund.payment, reference=refund.reference, amount=refund.money)

    def surplus(self) -> None:
        """Somebody paid an order twice; what becomes of the second payment is none of the book's business."""
        order, name = self.an_order(), f"twice_{uuid4().hex}"
        Payment.objects.create(
            order=order, gateway="sandbox", amount=order.total_amount, currency=self.currency, state="failed",
            reference=name, idempotency_key=uuid4(),
        )  # fmt: skip
        kinds = (FactKind.REFUND_SETTLED, FactKind.REFUND_FAILED, FactKind.DISPUTE_OPENED, FactKind.DISPUTE_LOST)
        kind, subject = self.one_of(kinds), uuid4().hex
        fact = WebhookFact(uuid4().hex, kind, name, order.total_amount, self.currency, clock.now(), subject)
        orders.handle_event(event=orders.keep_event(gateway="sandbox", fact=fact)[0])

    def dispute(self) -> None:
        order = self.an_order()
        if order.refundable:
            money = self.money(self.number(1, order.refundable.amount))
            orders.open_dispute(payment=self.payment_of(order), reference=f"dp_{uuid4().hex}", amount=money)

    def close(self) -> None:
        open_ones = list(Dispute.objects.open().order_by("pk"))
        if open_ones:
            orders.close_dispute(dispute=self.one_of(open_ones), won=self.chance())

    def change_rule(self) -> None:
        until, points = self.one_of(["", "completion", "date"]), self.one_of([0, 1, 3_333, 7_000, 10_000])
        person = self.one_of([None, *map(somebody, PEOPLE)])
        product = self.one_of([self.product, None])
        ledger.set_rule(part="author", product=product, person=person, basis_points=points, until=until, hold_days=3)

    def release(self) -> None:
        ledger.release_due(now=clock.now())
        waiting = list(EscrowHold.objects.waiting().order_by("pk"))
        if waiting:
            hold = self.one_of(waiting)
            ledger.release_escrow(person_id=hold.order.buyer_id, product_id=hold.product_id)

    def adjust(self) -> None:
        person, below = somebody(self.one_of(PEOPLE)), self.chance()
        available = wallet_of(person, self.currency).available.amount
        amount = self.number(-abs(available) - 5, 5_000)
        part = self.one_of(["author", "affiliate"])
        ledger.adjust_wallet(
            person=person, part=part, money=self.money(amount), reason="By hand", request_key=uuid4(), by="alice",
            may_go_negative=below,
        )  # fmt: skip
        assert below or amount >= -max(available, 0)

    def undo(self) -> None:
        made = list(adjustment_rows())
        if made:
            asked = {"reason": "Wrong", "by": "alice", "may_go_negative": self.chance()}
            ledger.undo_adjustment(adjustment=self.one_of(made), **asked)

    def ask(self) -> None:
        owners = self.owners()
        rich = [owner for owner in owners if wallet_of(owner, self.currency).available.amount > 0]
        owner = self.one_of(rich or owners)
        available = wallet_of(owner, self.currency).available
        wanted = self.number(1, max(available.amount + 2, 1))
        ledger.request_payout(person=owner, money=self.money(wanted), request_key=uuid4(), by=str(owner))
        assert wanted <= available.amount

    def decide(self) -> None:
        for payout in Payout.objects.open().order_by("pk"):
            if self.number(0, 3) == 3:
                ledger.return_payout(payout=payout, reason="No", by="alice")
                self.done["payout returned"] += 1
            else:
                ledger.approve_payout(payout=payout, by="alice", operator=self.collects)
                ledger.mark_paid(payout=payout, by="alice")
                self.done["payout paid"] += 1

    def comes_back(self) -> None:
        """The bank sends a transfer back, all or a part; said twice it is one."""
        paid = list(Payout.objects.paid().order_by("pk"))
        if paid:
            payout = self.one_of(paid)
            self.done["payout came back"] += 1
            back = self.money(self.number(1, payout.amount))
            for _time in "12":
                ledger.take_back(payout=payout, back=back, reason="Account closed", by="bank")

    def bill(self) -> None:
        month = (clock.now().replace(day=1) - timedelta(days=1)).date().replace(day=1)
        bills = bill_fees(month=month, billed=self.billed)
        if self.chance():  # else the run was cut off
            self.billed |= {(bill.month, bill.currency) for bill in bills}

    def owners(self) -> list[Person | None]:
        return [*map(somebody, PEOPLE), *([None] if self.collects else [])]

    def an_offer(self, slug: str, price: int) -> Offer:
        made = catalog.create_offer(
            slug=slug, title=slug, summary="As drawn.", products=[self.product], price=self.money(price)
        )
        return catalog.publish_offer(offer=made)

    def an_order(self) -> Order:
        if not Order.objects.paid().exists():
            self.sell()
        return self.one_of(list(Order.objects.paid().order_by("pk")))

    def payment_of(self, order: Order) -> Payment:
        return order.payments.succeeded().get()

    def money(self, amount: int) -> Money:
        return Money(amount, self.currency)

    def one_of(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def chance(self) -> bool:
        return self.draw(st.booleans())
