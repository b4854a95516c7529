"""Buying on Stripe's own page, from the checkout there and back; and what comes when nobody waits any more."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from marque.kit import clock
from shared_apps.integrations import resilience
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.links import return_url
from tenant_apps.orders.models import GatewayEvent, Order, Payment, PaymentState
from tenant_apps.orders.subscriptions import card_path
from tenant_apps.payments import actions as payments
from tenant_apps.payments.gateways import payment_settings
from tests.doubles.stripe import sessions
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.payments.stripe_shop import BY, take_events
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import EMAIL, NAME, an_offer
from tests.tenant_apps.subscribing import a_subscription

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT, GOOD, ASKS = "/checkout/second-number/", "4242424242424242", "pm_card_threeDSecure2Required"


@pytest.fixture
def double(double):
    payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)
    payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)
    payments.choose_page(hosted=True, by=BY)
    return double


def begin(browser: Any) -> Payment:
    an_offer()
    form = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME}
    assert browser.post(CHECKOUT, form).status_code == 302
    return Payment.objects.get()


def back(browser: Any, payment: Payment, **query: str) -> Any:
    return browser.get(urlsplit(return_url(payment)).path, query)


def test_buying_leads_there_and_back_to_what_was_bought(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    sessions.pay(double.books(), payment.reference, GOOD)

    answer = back(browser, payment)

    payment.refresh_from_db()
    assert (payment.state, payment.card, payment.order.number) == (PaymentState.SUCCEEDED, "Visa ending 4242", 1)
    assert (payment.reference.startswith("pi_"), answer.status_code) == (True, 302)


def test_the_way_there_is_allowed_by_the_page_and_nothing_is_typed_here(client_for, okafor, double) -> None:
    an_offer()

    page = client_for(okafor).get(CHECKOUT)

    assert f"form-action 'self' {double.url}" in page.headers["Content-Security-Policy"]
    assert ("js.stripe.com" in page.headers["Content-Security-Policy"], 'name="number"' in page.text) == (False, False)


def test_whoever_leaves_is_charged_nothing_and_may_pay_again(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)

    answer = back(browser, payment, left="1")

    assert (Payment.objects.get().state, double.count("charge")) == (PaymentState.FAILED, 0)
    assert "You left Stripe before paying. Nothing was charged." in browser.get(answer.headers["Location"]).text


def test_whoever_paid_and_closed_the_page_has_paid(client_for, okafor, double) -> None:
    payment = begin(client_for(okafor))
    sessions.pay(double.books(), payment.reference, GOOD)

    for _time in "123":
        take_events(double, "acct_own")

    payment.refresh_from_db()
    assert (payment.state, Order.objects.get().number, double.count("charge")) == (PaymentState.SUCCEEDED, 1, 1)


def test_whoever_paid_and_closed_the_page_has_paid_without_webhooks_too(client_for, okafor, double) -> None:
    payment = begin(client_for(okafor))
    sessions.pay(double.books(), payment.reference, GOOD)

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))

    assert Payment.objects.get().state == PaymentState.SUCCEEDED


def test_money_for_an_order_that_another_payment_paid_goes_back_once(client_for, okafor, double) -> None:
    payment = begin(client_for(okafor))
    orders.give_up(payment=payment)
    payments.choose_page(hosted=False, by=BY)
    another = orders.pay(order=payment.order, method="pm_card_visa", gateway="stripe")
    sessions.pay(double.books(), payment.reference, GOOD)

    for _time in "123":
        take_events(double, "acct_own")

    payment.refresh_from_db()
    order = Order.objects.get()
    assert (payment.state, another.state) == (PaymentState.FAILED, PaymentState.SUCCEEDED)
    assert (double.count("charge"), double.count("refund"), order.refunds.count()) == (2, 1, 0)
    assert (order.paid_at is None, order.refunded_at, order.number) == (False, None, 1)


def test_the_owner_says_on_whose_page(client_for, okafor, double) -> None:
    owner = browser_of(client_for, okafor, Role.OWNER)

    shown = owner.get("/studio/settings/payments/").text
    answers = [owner.post("/studio/settings/payments/page/", {"hosted": "0"}).status_code for _time in "12"]

    assert ("On a page of Stripe, and back" in shown, answers, payment_settings().hosted) == (True, [302, 302], False)
    assert AuditEntry.objects.filter(action="payments.page").count() == 2


def test_staff_may_not_say_it(client_for, okafor, double) -> None:
    staff = browser_of(client_for, okafor, Role.STAFF)

    assert staff.post("/studio/settings/payments/page/", {"hosted": "0"}).status_code == 403
    assert payment_settings().hosted is True


@pytest.mark.parametrize("hosted", [True, False])
def test_a_payment_under_way_ends_where_it_began(client_for, okafor, double, hosted: bool) -> None:
    payments.choose_page(hosted=hosted, by=BY)
    browser = client_for(okafor)
    an_offer()
    form = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME}
    method = {} if hosted else {"method": double.confirmation_token(ASKS)}
    place = browser.post(CHECKOUT, form | method).headers["Location"]

    payments.choose_page(hosted=not hosted, by=BY)

    question = browser.get(place)
    page = Payment.objects.get()
    assert (question.status_code, page.state) == (302 if hosted else 200, PaymentState.CHALLENGED)
    assert question.headers.get("Location", "") == (page.action_token.partition(" ")[2] if hosted else "")


def test_another_card_is_typed_here_also_where_buyers_pay_there(client_for, okafor, double) -> None:
    payments.choose_gateway(gateway="sandbox", merchant="creator", by=BY)
    held = a_subscription()
    payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)

    page = client_for(okafor).get(card_path(held))

    assert "js.stripe.com" in page.headers["Content-Security-Policy"]
    assert 'data-currency="usd"' in page.text


def test_an_approval_that_nobody_could_look_at_is_looked_at_again(client_for, okafor, double) -> None:
    payment = begin(client_for(okafor))
    sessions.pay(double.books(), payment.reference, GOOD)
    double.down = 9
    take_events(double, "acct_own")
    waiting = Payment.objects.get().state

    double.down = 0
    resilience._breakers.clear()
    for event in GatewayEvent.objects.filter(processed_at=None):
        orders.handle_event(event=event)

    assert (waiting, Payment.objects.get().state) == (PaymentState.CHALLENGED, PaymentState.SUCCEEDED)
    assert not GatewayEvent.objects.filter(processed_at=None, kind="payment.approved").exists()


def test_a_checkout_domain_of_the_accounts_own_is_gone_to_from_a_page(client_for, okafor, double) -> None:
    double.pages_at = "https://pay.okafor.example"
    browser = client_for(okafor)
    an_offer()
    form = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME}

    page = browser.post(CHECKOUT, form, follow=True)

    address = Payment.objects.get().action_token.partition(" ")[2]
    assert (page.status_code, address.startswith("https://pay.okafor.example/pay/")) == (200, True)
    assert f'content="0; url={address}"' in page.text
    assert "pay.okafor.example" not in page.headers["Content-Security-Policy"]


def test_back_from_it_the_page_leads_nowhere_by_itself(client_for, okafor, double) -> None:
    double.pages_at = "https://pay.okafor.example"
    browser = client_for(okafor)
    payment = begin(browser)

    answer = browser.get(back(browser, payment).headers["Location"])

    assert ("has not told us of a payment yet" in answer.text, "http-equiv" in answer.text) == (True, False)
