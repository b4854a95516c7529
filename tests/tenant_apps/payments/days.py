"""Days of a business at Stripe: what is sold there, and the double's post, which is late, doubled and in no order."""

from datetime import timedelta
from uuid import uuid4

from marque.kit import clock
from shared_apps.inbox import tasks as inbox
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import LedgerAccount, LedgerTransaction
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import GatewayEvent, Order, Payment
from tests.doubles.stripe import StripeDouble
from tests.doubles.stripe.post import Post
from tests.tenant_apps.ledger.factories import a_shared_product
from tests.tenant_apps.payments.stripe_shop import connected
from tests.tenant_apps.selling import an_offer, an_order

CARD, WINDOW = "pm_card_visa", 60


class Days:
    """The business, the double's post, and a clock of their own that both go by."""

    def __init__(self, double: StripeDouble, way: str, seed: int, browser, deliver) -> None:
        self.double, self.deliver, self.browser, self.passed = double, deliver, browser, 0.0
        self.account = {"own": "acct_own", "platform": "acct_platform"}.get(way) or connected(double).account
        self.post = double.post = Post(seed=seed, window=WINDOW, clock=lambda: self.passed)
        self.offer = an_offer(products=[a_shared_product(Ann=1)])

    @property
    def books(self):
        return self.double.books(self.account)

    def wait(self, seconds: float = 15) -> None:
        """Some of the post arrives, and is handled."""
        self.passed += seconds
        for letter in self.post.due():
            body, headers = self.double.signed(letter.event, at=clock.now().timestamp())
            taken = self.browser.post("/webhooks/stripe/", body, content_type="application/json", headers=headers)
            assert taken.status_code == 200
        self._work()
        self.deliver()

    def rest(self) -> None:
        """All of it has arrived; what waited for something else is looked at again for as long as it takes."""
        while self.post.on_its_way:
            self.wait(WINDOW)
        for minutes in (5, 30, 180):
            with clock.fixed(clock.now() + timedelta(minutes=minutes)):
                self._work()
                orders.reconcile_payments(now=clock.now())
                orders.note_missing_fees(now=clock.now())
                self.deliver()
        ledger.catch_up(before=clock.now() + timedelta(hours=4))  # as each night

    def _work(self) -> None:
        with clock.fixed(clock.now() + timedelta(minutes=1)):
            inbox.sweep.run()
            for event in GatewayEvent.objects.filter(processed_at=None).order_by("pk"):
                orders.handle_event(event=event)

    def sell(self, method: str = CARD) -> Payment:
        return orders.pay(order=an_order(self.offer, email=f"{uuid4().hex}@example.com"), method=method)

    def sell_to_one_who_closes_the_page(self, method: str) -> Payment:
        """Their bank, or Klarna, hears a yes; we hear of it by post alone."""
        payment = self.sell(method)
        self.double.answer_bank(payment.action_token, approved=True, account=self.account)
        return payment


def settled(days: Days, *, platforms: int = 0) -> None:
    """Everything exactly once, and the book has in cash what the account has at Stripe, less the platform's part."""
    days.rest()
    charges = [each for each in days.books.things.values() if each["object"] == "charge" and each["paid"]]
    paid = Payment.objects.succeeded()
    assert sorted(paid.values_list("reference", flat=True)) == sorted(each["payment_intent"] for each in charges)
    numbers = Order.objects.exclude(number=None).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, len(charges) + 1))
    assert LedgerTransaction.objects.filter(kind="sale").count() == len(charges)
    assert GatewayEvent.objects.filter(processed_at=None).count() == 0
    assert [check.problems for check in ledger.check_gateways(now=clock.now() + timedelta(seconds=5))] == [[]]
    assert LedgerAccount.objects.get(kind="cash", gateway="stripe").balance == days.books.balance("usd") - platforms
