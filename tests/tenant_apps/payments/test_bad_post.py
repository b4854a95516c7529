"""A business's whole life while Stripe's webhooks come one to three times, late and in no order. It ends as if once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import LedgerTransaction, Payout, PayoutState
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Dispute, Order, Payment, PaymentState, Refund, Subscription
from tenant_apps.payments import actions as payments
from tests.doubles.stripe import connect, sessions
from tests.doubles.stripe.post import Post
from tests.tenant_apps.ledger.factories import a_refund, somebody
from tests.tenant_apps.payments.days import CARD, Days, settled
from tests.tenant_apps.payments.stripe_shop import BY
from tests.tenant_apps.selling import an_offer
from tests.tenant_apps.subscribing import MONTHLY, an_order_to_subscribe

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")
ASKS = "pm_card_threeDSecure2Required"


@pytest.fixture(params=[1, 2])
def seed(request) -> int:
    """What shuffles the post."""
    return request.param


def test_buying_in_every_way_is_buying_once(days: Days) -> None:
    days.sell()
    days.wait()
    days.sell_to_one_who_closes_the_page(ASKS)
    days.sell_to_one_who_closes_the_page("pm_klarna")
    days.wait()
    payments.choose_page(hosted=True, by=BY)
    page = days.sell("stripe_page")
    sessions.pay(days.books, page.reference, "4242424242424242")

    settled(days)

    assert Payment.objects.filter(state=PaymentState.SUCCEEDED).count() == 4


def test_refunds_of_ours_and_of_stripes_own_pages_are_noted_once(days: Days) -> None:
    ours, theirs, late = days.sell(), days.sell(), days.sell_to_one_who_closes_the_page(ASKS)
    days.wait()
    a_refund(Order.objects.get(pk=ours.order_id), 9_000)
    days.books.refund({"payment_intent": theirs.reference, "amount": "4000", "refund_application_fee": "true"})
    # this refund may overtake the news that there was money at all
    days.books.refund({"payment_intent": late.reference, "amount": "49000", "refund_application_fee": "true"})
    days.wait()
    days.books.refund({"payment_intent": ours.reference, "amount": "40000", "refund_application_fee": "true"})

    settled(days)

    assert sorted(Refund.objects.values_list("amount", flat=True)) == [4_000, 9_000, 40_000, 49_000]
    assert Order.objects.exclude(refunded_at=None).count() == 2


def test_disputes_end_as_the_bank_decided(days: Days) -> None:
    for won in (True, False):
        payment = days.sell_to_one_who_closes_the_page(ASKS)
        made = days.books.dispute(payment.reference)
        days.wait(5)
        days.books.decide(made["id"], won=won)

    settled(days)

    assert sorted(dispute.state for dispute in Dispute.objects.all()) == ["lost", "won"]


def test_a_subscription_is_renewed_once_a_month(days: Days) -> None:
    order = an_order_to_subscribe(MONTHLY, an_offer("club", price=MONTHLY.amount))
    orders.pay(order=order, method=CARD)
    days.wait()
    for _month in "12":
        held = Subscription.objects.get()
        with clock.fixed(held.period_ends_at + timedelta(hours=1)):
            orders.renew(subscription_id=held.pk, now=clock.now())
            days.wait()

    with clock.fixed(clock.now() + timedelta(days=65)):
        days.rest()

    held.refresh_from_db()
    assert (held.terms_paid, held.failures, days.double.count("charge", days.account)) == (3, 0, 3)
    assert LedgerTransaction.objects.filter(kind="sale").count() == 3


@pytest.mark.parametrize("way", ["platform"], indirect=True)
def test_a_payout_that_stripe_takes_back_is_taken_back_once(days: Days) -> None:
    for _sale in "12":
        days.sell()
    days.wait()
    ann = somebody("Ann")
    account = ledger.open_payout_account(person=ann, currency="USD")
    connect.finish(days.double, account.reference)
    days.wait()
    ledger.look_at_accounts(reference=account.reference)
    asked = ledger.request_payout(person=ann, money=Money(30_000, "USD"), request_key=uuid4(), by="ann")
    payout = ledger.send_payout(payout=ledger.approve_payout(payout=asked, by="olu", operator=True), by="olu")
    days.wait()
    connect.take_back(days.books, payout.reference, 10_000)
    connect.take_back(days.books, payout.reference)

    days.rest()

    assert Payout.objects.get().state == PayoutState.RETURNED
    assert days.double.books(account.reference).balance("usd") == 0


def test_one_seed_is_one_fate() -> None:
    fates = []
    for _run in "12":
        post = Post(seed=7, window=10, clock=lambda: 0.0)
        for number in range(20):
            post.take({"id": number}, "acct_own")
        post.clock = lambda: 10.0
        fates.append([(letter.event["id"], letter.at) for letter in post.due()])

    came = [name for name, _at in fates[0]]
    assert fates[0] == fates[1]
    assert {came.count(name) for name in range(20)} == {1, 2, 3}
    assert came != sorted(came)
