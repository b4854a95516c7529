import json
from datetime import UTC, date, datetime, timedelta

import pytest

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import PaymentRequest, PaymentState, payment_gateway
from shared_apps.integrations.sandbox import tokens, webhooks
from shared_apps.integrations.sandbox.forms import CardForm
from tests.contracts.payments import PaymentGatewayContract

TODAY = date(2026, 11, 20)
NUMBERS = {
    "good": "4242 4242 4242 4242",
    "declined": "4000000000000002",
    "asks": "4000 0025 0000 3155",
    "asks_then_declined": "4000 0082 6000 3178",
    "fails_later": "4000 0000 0000 0341",
}


def card(number="4242 4242 4242 4242", expiry="08 / 29", cvc="123"):
    return CardForm({"number": number, "expiry": expiry, "cvc": cvc}, account="t1", today=TODAY)


def charge(number, cvc="123"):
    form = card(number, cvc=cvc)
    assert form.is_valid(), form.errors
    request = PaymentRequest(money=Money(100, "USD"), method=form.cleaned_data["method"], idempotency_key="k")
    return payment_gateway(account="t1").charge(request)


class TestSandbox(PaymentGatewayContract):
    def gateway(self):
        return payment_gateway("sandbox", account="t1")

    def token(self, kind):
        form = card(NUMBERS[kind])
        form.is_valid()
        return form.cleaned_data["method"]

    def webhook(self, *, at):
        return *signed(at), at


def signed(at):
    event = {"id": "evt_1", "kind": "payment.succeeded", "reference": "pay_1"}
    body = json.dumps({**event, "amount": 49000, "currency": "USD", "occurred_at": int(at.timestamp())}).encode()
    return body, {"sandbox-signature": webhooks.sign(body, secret=tokens.webhook_secret("t1"), at=at)}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("4000000000000002", "card_declined"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000009987", "lost_card"),
        ("4000000000000069", "expired_card"),
        ("4000000000000127", "incorrect_cvc"),
        ("4000000000000119", "processing_error"),
    ],
)
def test_charge_test_card_fails_as_promised(number, code):
    result = charge(number)

    assert (result.state, result.failure_code, result.last4) == (PaymentState.DECLINED, code, number[-4:])
    assert "Nothing was charged" in result.message


@pytest.mark.parametrize(
    ("number", "cvc", "brand"),
    [("5555555555554444", "123", "Mastercard"), ("378282246310005", "1234", "American Express")],
)
def test_charge_other_brands_succeed(number, cvc, brand):
    result = charge(number, cvc)

    assert (result.state, result.brand) == (PaymentState.SUCCEEDED, brand)


def test_confirm_approved_card_without_money_is_declined():
    asked = charge(NUMBERS["asks_then_declined"])

    result = payment_gateway(account="t1").confirm(asked.action_token, approved=True)

    assert (result.state, result.failure_code) == (PaymentState.DECLINED, "insufficient_funds")


def test_confirm_token_of_another_business_is_refused():
    asked = charge(NUMBERS["asks"])

    with pytest.raises(ProviderError):
        payment_gateway(account="t2").confirm(asked.action_token, approved=True)


def test_charge_amount_of_nothing_is_refused():
    form = card()
    form.is_valid()
    request = PaymentRequest(money=Money(0, "USD"), method=form.cleaned_data["method"], idempotency_key="k")

    with pytest.raises(ProviderError):
        payment_gateway(account="t1").charge(request)


@pytest.mark.parametrize("seconds", [301, -301])
def test_webhook_outside_five_minutes_is_refused(seconds):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    body, headers = signed(at)

    with pytest.raises(ProviderError, match="five minutes"):
        payment_gateway(account="t1").read_webhook(body, headers, now=at + timedelta(seconds=seconds))


@pytest.mark.parametrize("header", ["", "t=,v1=", "t=1", "v1=abc", "t=1,t=2,v1=abc", "t=²,v1=abc", "t=1,v1=é"])
def test_webhook_malformed_header_is_refused(header):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    body, _ = signed(at)

    with pytest.raises(ProviderError):
        payment_gateway(account="t1").read_webhook(body, {"Sandbox-Signature": header}, now=at)


def test_form_valid_keeps_token_brand_and_last4_only():
    form = card()

    assert form.is_valid()
    assert form.cleaned_data == {"method": form.cleaned_data["method"], "brand": "Visa", "last4": "4242"}
    assert "4242424242424242" not in form.cleaned_data["method"]


def test_form_refused_does_not_show_the_number_again():
    form = card(cvc="12")

    html = form.as_p()

    assert "4242" not in html
    assert form.errors == {"cvc": ["Three digits, on the back of the card."]}
    assert form.cleaned_data == {}


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("", "Enter the number on the front of the card."),
        ("4242 4242 4242 424a", "A card number has digits only."),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "A card number has digits only."),
        ("4242 4242", "A card number has 12 to 19 digits. Check it for a missing one."),
        ("4242 4242 4242 4241", "This number has a typing mistake. Check it against the card."),
        ("4111 1111 1111 1111", "This is a practice checkout and takes test cards only. Use 4242 4242 4242 4242."),
    ],
)
def test_form_bad_number_says_what_is_wrong(number, error):
    assert card(number).errors["number"] == [error]


@pytest.mark.parametrize(
    ("expiry", "error"),
    [
        ("13 / 29", "Enter the month and year, like 08 / 29."),
        ("soon", "Enter the month and year, like 08 / 29."),
        ("10/26", "This card has expired. Use another one."),
        ("08 / 2099", "That year is too far away. Check it against the card."),
    ],
)
def test_form_bad_expiry_says_what_is_wrong(expiry, error):
    assert card(expiry=expiry).errors["expiry"] == [error]


@pytest.mark.parametrize("expiry", ["11/26", "1126", "11 / 2026", "11-26", "0829"])
def test_form_expiry_is_read_as_people_write_it(expiry):
    assert card(expiry=expiry).errors == {}


def test_form_amex_wants_four_digits():
    assert card("378282246310005", cvc="123").errors["cvc"] == ["Four digits, on the front of the card."]


def test_payment_gateway_unknown_name_is_permanent():
    with pytest.raises(ProviderError) as caught:
        payment_gateway("nobody", account="t1")

    assert caught.value.permanent
