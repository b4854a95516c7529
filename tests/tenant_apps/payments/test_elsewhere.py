"""Buying through PayPal and Razorpay, from the checkout to the webhook: the buyer goes there and comes back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from marque.kit import clock
from shared_apps.integrations import resilience
from tenant_apps.orders import actions as orders
from tenant_apps.orders.links import return_url
from tenant_apps.orders.models import GatewayEvent, Order, Payment, PaymentState
from tenant_apps.orders.tasks import handle_gateway_event
from tenant_apps.orders.terms import Terms
from tenant_apps.payments import actions as payments
from tests.tenant_apps.payments import vendors
from tests.tenant_apps.selling import EMAIL, NAME, an_offer, an_order

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT = "/checkout/second-number/"


@pytest.fixture(autouse=True)
def _calm(monkeypatch) -> None:
    monkeypatch.setattr(resilience, "_breakers", {})
    monkeypatch.setitem(resilience.call.__kwdefaults__, "sleep", lambda seconds: None)
    monkeypatch.setattr(handle_gateway_event, "delay", lambda *, event_key: None)


@pytest.fixture(params=["paypal", "razorpay"])
def double(request, settings) -> Iterator[Any]:
    with getattr(vendors, request.param)(settings) as running:
        running.vendor = request.param
        yield running


def form() -> dict[str, str]:
    return {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME}


def begin(browser) -> Payment:
    an_offer()
    answer = browser.post(CHECKOUT, form())
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Payment.objects.get()


def say_yes(double, payment: Payment) -> dict[str, str]:
    """On the gateway's own pages; what comes back with the buyer."""
    order = double.order_of(payment.action_token)
    if double.vendor == "paypal":
        double.books.approve(order)
        return {"token": order, "PayerID": "PAYER1"}
    return double.came_back(double.books.pay(order, method="upi"))


def back(browser, payment: Payment, said: dict[str, str], **query: str) -> Any:
    path = urlsplit(return_url(payment)).path
    if "razorpay_signature" in said:
        return browser.post(path, said)
    return browser.get(path, {**said, **query})


def taken(double) -> int:
    """How often money was taken there."""
    if double.vendor == "paypal":
        return double.count("captures")
    return sum(payment["status"] == "captured" for payment in double.books.payments.values())


def post_events(double, browser, events=None) -> list[int]:
    codes = []
    for event in double.events if events is None else events:
        body, headers = double.signed(event)
        address = f"/webhooks/{double.vendor}/"
        codes.append(browser.post(address, body, content_type="application/json", headers=headers).status_code)
    for event in GatewayEvent.objects.order_by("pk"):
        orders.handle_event(event=event)
    return codes


def test_buying_leads_there_and_back_to_what_was_bought(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)

    answer = back(browser, payment, say_yes(double, payment))

    payment = Payment.objects.get()
    assert (payment.state, payment.order.number, taken(double), payment.fee_amount is None) == (
        PaymentState.SUCCEEDED,
        1,
        1,
        double.vendor == "razorpay",  # what it keeps of dollars is in rupees
    )
    assert (answer.status_code, f"/orders/{payment.order.code}/" in answer.headers["Location"]) == (302, True)


def test_the_way_there_is_allowed_by_the_page(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    an_offer()

    policy = browser.get(CHECKOUT).headers["Content-Security-Policy"]

    assert f"form-action 'self' {double.url}" in policy


def test_coming_back_twice_takes_the_money_once(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    said = say_yes(double, payment)

    codes = {back(browser, payment, said).status_code for _time in "123"}

    assert (codes, taken(double), Order.objects.get().number) == ({302}, 1, 1)


def test_leaving_without_paying_charges_nothing_and_leads_back(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)

    answer = back(browser, payment, {}, left="1")

    assert (Payment.objects.get().state, taken(double)) == (PaymentState.FAILED, 0)
    assert answer.headers["Location"] == f"{CHECKOUT}?again=1"
    assert "before paying. Nothing was charged." in browser.get(answer.headers["Location"]).content.decode()


def test_coming_back_without_having_paid_says_so(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)

    answer = back(browser, payment, {})
    page = browser.get(answer.headers["Location"])

    assert (Payment.objects.get().state, Order.objects.get().paid_at) == (PaymentState.CHALLENGED, None)
    assert "has not told us of a payment yet" in page.content.decode()


def test_a_forged_answer_pays_nothing(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    forged = {"razorpay_payment_id": "pay_1", "razorpay_signature": "0" * 64, "PayerID": "X"}

    browser.post(urlsplit(return_url(payment)).path, forged)

    assert (Payment.objects.get().state, Order.objects.get().paid_at) == (PaymentState.CHALLENGED, None)


def test_a_forged_return_link_is_not_there(client_for, okafor, double) -> None:
    assert client_for(okafor).get("/checkout/return/nonsense/").status_code == 404


def test_a_buyer_who_paid_and_closed_the_page_has_paid(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    say_yes(double, payment)

    codes = post_events(double, browser)

    assert (set(codes), Payment.objects.get().state, taken(double)) == ({200}, PaymentState.SUCCEEDED, 1)
    assert Order.objects.get().number == 1


def test_a_buyer_who_paid_and_closed_the_page_has_paid_without_webhooks_too(client_for, okafor, double) -> None:
    payment = begin(client_for(okafor))
    say_yes(double, payment)

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))

    assert (Payment.objects.get().state, taken(double)) == (PaymentState.SUCCEEDED, 1)


def test_a_buyer_who_never_decided_is_let_go(client_for, okafor, double) -> None:
    begin(client_for(okafor))

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))

    assert (Payment.objects.get().state, taken(double)) == (PaymentState.FAILED, 0)


def test_the_answer_lost_after_taking_the_money_is_found_and_never_taken_twice(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    said = say_yes(double, payment)
    double.losing, double.down = 9, 0 if double.vendor == "paypal" else 9
    back(browser, payment, said)
    waiting = Payment.objects.get().state
    double.losing = double.down = 0
    resilience._breakers.clear()

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))

    assert (waiting, Payment.objects.get().state, taken(double)) == ("challenged", PaymentState.SUCCEEDED, 1)


def test_the_gateway_away_when_it_begins_charges_nobody(client_for, okafor, double) -> None:
    double.down = 10**6
    an_offer()
    client_for(okafor).post(CHECKOUT, form())

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=2))
    still = Payment.objects.get().state
    resilience._breakers.clear()
    double.down = 0
    orders.reconcile_payments(now=clock.now() + timedelta(minutes=61))

    assert (still, Payment.objects.get().state, taken(double)) == ("started", PaymentState.FAILED, 0)


def test_webhooks_doubled_and_in_any_order_change_nothing_twice(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    back(browser, payment, say_yes(double, payment))
    _complain(double, Payment.objects.get(), won=True)
    events = [*reversed(double.events), *double.events] * 3

    codes = post_events(double, browser, events)

    order = Order.objects.get()
    assert (set(codes), order.number, [each.state for each in order.disputes.all()]) == ({200}, 1, ["won"])
    assert GatewayEvent.objects.count() == len(double.events)


def _complain(double, payment: Payment, *, won: bool) -> None:
    made = double.books.dispute(payment.reference)
    if double.vendor == "paypal":
        double.books.resolve(made["dispute_id"], won=won)
    else:
        double.books.decide(made["id"], won=won)


def test_webhooks_forged_are_refused_and_not_kept(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    say_yes(double, payment)
    body, headers = double.signed(double.events[-1])

    answer = browser.post(f"/webhooks/{double.vendor}/", body + b" ", content_type="application/json", headers=headers)

    assert (answer.status_code, GatewayEvent.objects.count()) == (400, 0)


def test_a_refund_goes_back_in_parts_and_whole(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    back(browser, payment, say_yes(double, payment))
    order = Order.objects.get()
    part = order.total.allocate([1, 3])[0]

    orders.refund_order(order=order, reason="Part", amount=part)
    orders.refund_order(order=order, reason="The rest")
    post_events(double, browser)

    order.refresh_from_db()
    assert (order.refunded_at is not None, order.refunds.settled().count()) == (True, 2)


def test_what_is_paid_over_time_is_not_sold_through_it(client_for, okafor, double) -> None:
    order = an_order()
    terms = Terms(amount=order.total_amount, currency="USD", interval="month")
    orders.begin_subscription(order=order, line=order.lines.get(), terms=terms)

    with pytest.raises(orders.MoneyNotTaken, match="paid over time"):
        orders.pay(order=order, method=double.vendor)


def test_a_buyer_who_says_yes_after_we_gave_up_has_paid(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    begin(browser)
    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))
    given_up = Payment.objects.get().state
    order = Payment.objects.get().reference
    double.books.approve(order) if double.vendor == "paypal" else double.books.pay(order, "authorized")

    post_events(double, browser)

    assert (given_up, Payment.objects.get().state, taken(double)) == (PaymentState.FAILED, PaymentState.SUCCEEDED, 1)


def test_a_buyer_who_says_yes_after_another_payment_is_not_charged(client_for, okafor, double) -> None:
    browser = client_for(okafor)
    payment = begin(browser)
    back(browser, payment, {}, left="1")
    Payment.objects.create(
        order=payment.order,
        gateway="sandbox",
        amount=49_000,
        currency="USD",
        idempotency_key=uuid4(),
        state="succeeded",
    )
    double.books.approve(payment.reference) if double.vendor == "paypal" else double.books.pay(
        payment.reference, "authorized"
    )

    post_events(double, browser)

    assert taken(double) == 0


def test_a_buyer_who_goes_back_may_pay_another_way(client_for, okafor, double) -> None:
    browser, fields = client_for(okafor), form()
    an_offer()
    payments.connect_gateway(gateway="manual", keys=vendors.MANUAL_KEYS, by=vendors.BY)
    payments.offer_gateway(gateway="manual", by=vendors.BY)
    browser.post(CHECKOUT, fields)

    browser.post(CHECKOUT, fields | {"way": "manual", "by_hand": "transfer"})
    browser.post(CHECKOUT, fields | {"way": double.vendor})

    found = list(Payment.objects.order_by("pk").values_list("gateway", "state"))
    assert found == [(double.vendor, "failed"), ("manual", "failed"), (double.vendor, "challenged")]
    assert Order.objects.count() == 1
