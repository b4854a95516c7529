"""Stripe's own page where the sale is not on keys of the business: on its connected account, and by the platform."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, Payment, PaymentState, Subscription
from tenant_apps.payments import actions as payments
from tests.doubles.stripe import sessions
from tests.tenant_apps.ledger.factories import a_refund
from tests.tenant_apps.payments.days import Days, settled
from tests.tenant_apps.payments.stripe_shop import BY
from tests.tenant_apps.selling import EMAIL, NAME, a_product, an_offer
from tests.tenant_apps.subscribing import MONTHLY, an_order_to_subscribe, renew

pytestmark = [
    pytest.mark.usefixtures("in_okafor", "parcels"),
    pytest.mark.parametrize("way", ["connected", "platform"], indirect=True),
]
GOOD = "4242424242424242"
TRIAL = Terms(PriceKind.SUBSCRIPTION, "month", 1, trial_days=7)


@pytest.fixture(autouse=True)
def five_percent(monkeypatch) -> None:
    """What the plan says."""
    fee = lambda tenant, net: Money(net.amount * 5 // 100, net.currency)  # noqa: E731
    monkeypatch.setattr("tenant_apps.orders.actions.paying.sales_fee", fee)
    monkeypatch.setattr("tenant_apps.ledger.actions.platform_fees.sales_fee", fee)


@pytest.fixture
def there(days: Days) -> Days:
    """Buyers pay on Stripe's page."""
    payments.choose_page(hosted=True, by=BY)
    return days


def intent_of(there: Days) -> dict:
    return there.books.get("payment_intent", Payment.objects.latest("pk").reference)


def test_whoever_pays_there_and_closes_the_page_has_paid_once(client_for, okafor, there: Days, way: str) -> None:
    slug, form = there.offer.slug, {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME}
    answer = client_for(okafor).post(f"/checkout/{slug}/", form)
    page = Payment.objects.get()
    sessions.pay(there.books, page.reference, GOOD)
    direct = way == "connected"

    settled(there, platforms=0 if direct else 2_450)

    intent = intent_of(there)
    assert (answer.status_code, Payment.objects.get().state) == (302, PaymentState.SUCCEEDED)
    assert (intent["application_fee_amount"], bool(intent["transfer_group"])) == (2_450 if direct else None, not direct)
    assert there.double.books("acct_platform").balance("usd") == (2_450 if direct else 49_000 - 1_451)


def test_a_refund_of_what_was_paid_there_gives_the_fee_back_too(there: Days, way: str) -> None:
    page = there.sell("stripe_page")
    sessions.pay(there.books, page.reference, GOOD)
    there.rest()
    a_refund(Order.objects.get(), 49_000)

    settled(there)

    assert Order.objects.get().refunded_at is not None
    assert there.double.books("acct_platform").balance("usd") == (0 if way == "connected" else -1_451)


def test_a_session_that_is_left_is_closed_for_good(there: Days) -> None:
    page = there.sell("stripe_page")
    there.wait()

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))
    there.rest()

    assert (Payment.objects.get().state, there.double.count("charge", there.account)) == (PaymentState.FAILED, 0)
    assert there.books.get("checkout.session", page.reference)["status"] == "expired"


def test_a_subscription_that_begins_there_is_renewed_with_the_card_of_that_page(there: Days, way: str) -> None:
    order = an_order_to_subscribe(MONTHLY, an_offer("club", price=MONTHLY.amount))
    page = orders.pay(order=order, method="stripe_page")
    sessions.pay(there.books, page.reference, GOOD)
    there.rest()
    held = Subscription.objects.get()

    with clock.fixed(held.period_ends_at + timedelta(hours=1)):
        held = renew(held, clock.now())

    there.rest()
    assert (held.terms_paid, str(held.method), there.double.count("charge", there.account)) == (
        2,
        "Visa ending 4242",
        2,
    )
    assert intent_of(there)["application_fee_amount"] == (245 if way == "connected" else None)


def test_the_card_of_a_trial_is_typed_here_and_charged_when_the_trial_ends(client_for, okafor, there: Days) -> None:
    offer = catalog.create_offer(slug="club", title="Club", products=[a_product()])
    catalog.set_price(offer=offer, price=Money(4_900, "USD"), terms=TRIAL)
    catalog.publish_offer(offer=offer)
    browser = client_for(okafor)
    page = browser.get("/checkout/club/")
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price)" value="([^"]+)"', page.content.decode()))
    token = there.double.confirmation_token("pm_card_visa", there.account)
    answer = browser.post("/checkout/club/", {**hidden, "email": EMAIL, "name": NAME, "method": token})
    held = Subscription.objects.get()

    held = renew(held, held.trial_ends_at + timedelta(hours=1))

    there.rest()
    assert ("js.stripe.com" in page.headers["Content-Security-Policy"], answer.status_code) == (True, 302)
    assert (held.terms_paid, there.double.count("charge", there.account)) == (1, 1)
    assert there.double.count("checkout.session", there.account) == 0
