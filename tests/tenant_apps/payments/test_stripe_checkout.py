"""A business on Stripe, from the checkout to the webhook, over HTTP against the double."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.integrations import resilience
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import GatewayEvent, Order, Payment, PaymentState
from tenant_apps.orders.tasks import handle_gateway_event
from tenant_apps.payments import actions as payments
from tenant_apps.payments.models import SavedMethod
from tests.doubles.stripe import StripeDouble
from tests.doubles.stripe.domains import wallet_token
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.selling import EMAIL, NAME, a_product, an_offer, an_order

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT = "/checkout/second-number/"
ASKS, DECLINED = "pm_card_threeDSecure2Required", "pm_card_visa_chargeDeclined"


@pytest.fixture
def double(settings, monkeypatch) -> Iterator[StripeDouble]:
    """Okafor takes payments through Stripe, with keys of its own."""
    monkeypatch.setattr(resilience, "_breakers", {})
    monkeypatch.setitem(resilience.call.__kwdefaults__, "sleep", lambda seconds: None)
    monkeypatch.setattr(handle_gateway_event, "delay", lambda *, event_key: None)
    with StripeDouble() as running:
        settings.STRIPE_API = running.url
        payments.connect_gateway(gateway="stripe", keys=OWN, by="ada@okafor.example")
        payments.choose_gateway(gateway="stripe", merchant="creator", by="ada@okafor.example")
        yield running
    assert running.drifts == []


def form(token: str) -> dict[str, str]:
    return {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME, "method": token}


def post_events(double: StripeDouble, browser, events=None) -> list[int]:
    codes = []
    for event in double.events if events is None else events:
        body, headers = double.signed(event)
        answer = browser.post("/webhooks/stripe/", body, content_type="application/json", headers=headers)
        codes.append(answer.status_code)
    for event in GatewayEvent.objects.order_by("pk"):
        orders.handle_event(event=event)
    return codes


def test_the_checkout_shows_stripes_fields_and_allows_its_script_there_alone(client_for, okafor, double) -> None:
    an_offer()
    browser = client_for(okafor)

    page = browser.get(CHECKOUT)
    elsewhere = browser.get("/account/")

    words, policy = page.content.decode(), page.headers["Content-Security-Policy"]
    assert ("pk_test_own" in words, "sk_test" in words, 'name="number"' in words) == (True, False, False)
    assert "script-src 'self' https://js.stripe.com" in policy
    assert "stripe" not in elsewhere.headers["Content-Security-Policy"]


def test_a_business_on_practice_allows_no_script_of_stripe(client_for, okafor) -> None:
    an_offer()

    assert "stripe" not in client_for(okafor).get(CHECKOUT).headers["Content-Security-Policy"]


def test_buying_with_a_card(client_for, okafor, double) -> None:
    an_offer()

    answer = client_for(okafor).post(CHECKOUT, form(double.confirmation_token()))

    payment = Payment.objects.get()
    assert (answer.status_code, payment.state, payment.card) == (302, PaymentState.SUCCEEDED, "Visa ending 4242")
    assert (payment.fee_amount, payment.order.number, payment.method) == (1_451, 1, "")


def test_a_declined_card_then_another_pays_once(client_for, okafor, double) -> None:
    an_offer()
    browser, fields = client_for(okafor), form(double.confirmation_token(DECLINED))

    first = browser.post(CHECKOUT, fields)
    second = browser.post(CHECKOUT, fields | {"method": double.confirmation_token()})

    assert (first.status_code, second.status_code, double.count("charge")) == (402, 302, 1)
    assert "The bank declined this card. Nothing was charged." in first.content.decode()


def test_a_card_number_in_the_form_goes_nowhere(client_for, okafor, double) -> None:
    an_offer()
    asked = len(double.requests)

    answer = client_for(okafor).post(CHECKOUT, form("4242424242424242"))

    assert (answer.status_code, len(double.requests), b"4242424242424242" in answer.content) == (422, asked, False)


@pytest.mark.parametrize(("approved", "state"), [(True, PaymentState.SUCCEEDED), (False, PaymentState.FAILED)])
def test_the_bank_asks_in_stripes_window(client_for, okafor, double, approved, state) -> None:
    an_offer()
    browser = client_for(okafor)

    place = browser.post(CHECKOUT, form(double.confirmation_token(ASKS))).headers["Location"]
    page = browser.get(place)
    double.answer_bank(Payment.objects.get().action_token, approved=approved)
    browser.post(place, {"answer": "approve" if approved else "refuse"})

    assert ("stripe-question" in page.content.decode(), Payment.objects.get().state) == (True, state)
    assert "https://js.stripe.com" in page.headers["Content-Security-Policy"]


def test_saying_approved_without_asking_the_bank_pays_nothing(client_for, okafor, double) -> None:
    an_offer()
    browser = client_for(okafor)
    place = browser.post(CHECKOUT, form(double.confirmation_token(ASKS))).headers["Location"]

    browser.post(place, {"answer": "approve"})

    assert (Payment.objects.get().state, Order.objects.get().paid_at, double.count("charge")) == ("challenged", None, 0)


def test_a_kept_card_pays_a_renewal_and_a_removed_one_does_not(okafor, double) -> None:
    first = orders.pay(order=an_order(), method="pm_card_visa", save_method=True)
    saved = SavedMethod.objects.get()
    offer = first.order.lines.get().offer

    renewed = orders.pay_with_saved(order=an_order(offer), saved=saved)
    payments.remove_method(method=saved)

    assert (renewed.state, str(saved), double.count("charge")) == (PaymentState.SUCCEEDED, "Visa ending 4242", 2)
    with pytest.raises(orders.CardRemoved):
        orders.pay_with_saved(order=an_order(offer), saved=saved)


def test_a_card_of_somebody_else_pays_nothing(okafor, double) -> None:
    first = orders.pay(order=an_order(), method="pm_card_visa", save_method=True)
    theirs = an_order(first.order.lines.get().offer, email="joel@example.com")

    with pytest.raises(orders.CardRemoved):
        orders.pay_with_saved(order=theirs, saved=SavedMethod.objects.get())


def test_the_answer_lost_after_charging_is_found_and_never_charged_twice(client_for, okafor, double) -> None:
    an_offer()
    double.losing = 9

    client_for(okafor).post(CHECKOUT, form(double.confirmation_token()))
    waiting = Payment.objects.get().state
    double.losing = 0
    orders.reconcile_payments(now=clock.now() + timedelta(minutes=2))

    assert (waiting, Payment.objects.get().state, double.count("charge")) == ("started", PaymentState.SUCCEEDED, 1)


def test_stripe_away_for_an_hour_charges_nobody(client_for, okafor, double) -> None:
    an_offer()
    double.down = 10**6
    client_for(okafor).post(CHECKOUT, form(double.confirmation_token()))

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))
    still = Payment.objects.get().state
    resilience._breakers.clear()
    double.down = 0
    orders.reconcile_payments(now=clock.now() + timedelta(minutes=61))

    assert (still, Payment.objects.get().state, double.count("charge")) == ("started", PaymentState.FAILED, 0)


def test_webhooks_doubled_and_in_any_order_change_nothing_twice(client_for, okafor, double) -> None:
    orders.pay(order=an_order(), method="pm_card_createDispute")
    double.books().decide(_dispute(double), won=True)
    events = [*reversed(double.events), *double.events] * 3

    codes = post_events(double, client_for(okafor), events)

    order = Order.objects.get()
    assert (set(codes), GatewayEvent.objects.count()) == ({200}, len(double.events))
    assert (order.number, [dispute.state for dispute in order.disputes.all()]) == (1, ["won"])


def test_a_refund_on_stripes_own_pages_is_noted(client_for, okafor, double) -> None:
    payment = orders.pay(order=an_order(), method="pm_card_visa")
    double.books().refund({"payment_intent": payment.reference, "amount": "9000"})

    post_events(double, client_for(okafor))

    assert [(refund.amount, refund.settled_at is not None) for refund in payment.order.refunds.all()] == [(9_000, True)]


def test_a_webhook_of_one_business_means_nothing_to_another(client_for, okafor, other, double) -> None:
    orders.pay(order=an_order(), method="pm_card_visa")
    body, headers = double.signed(double.events[-1])

    answer = client_for(other).post("/webhooks/stripe/", body, content_type="application/json", headers=headers)

    with enter(other):
        kept = GatewayEvent.objects.count()
    assert (answer.status_code, kept) == (404, 0)


def _dispute(double: StripeDouble) -> str:
    return next(thing["id"] for thing in double.books().things.values() if thing["object"] == "dispute")


def by_wallet(double: StripeDouble, *, amount: int | None = 49_000, keeps: str = "", card: str = "pm_card_visa"):
    """The checkout's form as a wallet's confirmation sends it."""
    said = {"wallet": "applePay", "amount": amount, "currency": "usd", "setupFutureUsage": keeps}
    token = wallet_token(double, "acct_own", said, card)["id"]
    return form("") | {"wallet": "stripe", "wallet-method": token}


def test_the_checkout_shows_the_wallets_and_lets_their_windows_answer(client_for, okafor, double) -> None:
    an_offer()

    page = client_for(okafor).get(CHECKOUT)

    words = page.content.decode()
    assert ("<stripe-express" in words, 'data-wallets="apple_pay google_pay link paypal"' in words) == (True, True)
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


@pytest.mark.parametrize("why", ["switched off", "on Stripe's own page"])
def test_no_wallet_shows_where_settings_say_none(client_for, okafor, double, why) -> None:
    an_offer()
    if why == "switched off":
        payments.show_wallets(shown=False, by="ada@okafor.example")
    else:
        payments.choose_page(hosted=True, by="ada@okafor.example")

    page = client_for(okafor).get(CHECKOUT)

    assert ("<stripe-express" in page.content.decode(), page.headers["Cross-Origin-Opener-Policy"]) == (
        False,
        "same-origin",
    )


def test_a_wallet_pays_as_a_card_does(client_for, okafor, double) -> None:
    an_offer()
    browser, pressed = client_for(okafor), by_wallet(double)

    answers = [browser.post(CHECKOUT, pressed).status_code for _time in "12"]

    payment = Payment.objects.get()
    assert (answers, payment.state, payment.saves_method) == ([302, 302], PaymentState.SUCCEEDED, False)
    assert (double.count("charge"), Order.objects.get().number) == (1, 1)


def test_a_wallet_that_was_shown_another_amount_pays_nothing(client_for, okafor, double) -> None:
    an_offer()

    answer = client_for(okafor).post(CHECKOUT, by_wallet(double, amount=100))

    assert (answer.status_code, double.count("charge"), Payment.objects.get().state) == (402, 0, PaymentState.FAILED)


def test_a_declined_wallet_leaves_the_form_for_a_card(client_for, okafor, double) -> None:
    an_offer()
    browser, pressed = client_for(okafor), by_wallet(double, card=DECLINED)

    first = browser.post(CHECKOUT, pressed)
    second = browser.post(CHECKOUT, form(double.confirmation_token()) | {"order_key": pressed["order_key"]})

    assert (first.status_code, second.status_code, double.count("charge")) == (402, 302, 1)


def test_a_trial_by_wallet_keeps_its_card_and_a_declined_one_can_be_followed(client_for, okafor, double) -> None:
    offer = catalog.create_offer(slug="second-number", title="Circle", products=[a_product()])
    terms = Terms(PriceKind.SUBSCRIPTION, "month", 1, trial_days=7)
    catalog.set_price(offer=offer, price=Money(2_900, "USD"), terms=terms)
    catalog.publish_offer(offer=offer)
    browser = client_for(okafor)
    pressed = by_wallet(double, amount=None, keeps="off_session", card=DECLINED) | {"price": "0 USD"}
    again = by_wallet(double, amount=None, keeps="off_session")["wallet-method"]

    answers = [browser.post(CHECKOUT, each).status_code for each in (pressed, pressed | {"wallet-method": again})]

    assert (answers, str(SavedMethod.objects.get()), double.count("charge")) == ([402, 302], "Visa ending 4242", 0)
