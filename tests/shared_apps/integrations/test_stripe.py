"""The Stripe adapter over HTTP: against the double, and against Stripe's test mode when STRIPE_TEST_KEY is set."""

import os
import secrets
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.connecting import gateway_setup
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    Access,
    Merchant,
    PaymentRequest,
    PaymentState,
    RefundRequest,
    payment_gateway,
)
from shared_apps.integrations.stripe.amounts import CURRENCIES, from_stripe, to_stripe
from tests.contracts.payments import PaymentGatewayContract
from tests.doubles.stripe import StripeDouble
from tests.doubles.stripe.server import WEBHOOK_SECRET

OWN = {"secret_key": "sk_test_own", "publishable_key": "pk_test_own", "webhook_secret": WEBHOOK_SECRET}
CARDS = {
    "good": "pm_card_visa",
    "declined": "pm_card_visa_chargeDeclined",
    "asks": "pm_card_threeDSecure2Required",
    "asks_then_declined": "pm_card_threeDSecureRequiredChargeDeclined",
    "fails_later": "pm_card_chargeCustomerFail",
}


@pytest.fixture
def double(double, settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_platform", WEBHOOK_SECRET
    return double


def own():
    return payment_gateway("stripe", account="acct_own", access=Access(keys=OWN))


def connected(merchant=Merchant.CREATOR):
    return payment_gateway("stripe", account="acct_connected", access=Access(merchant=merchant))


def request(card="pm_card_visa", key="key-1", **more):
    return PaymentRequest(Money(49_000, "USD"), card, key, metadata={"order": "7KQ"}, **more)


class TestStripeOverDouble(PaymentGatewayContract):
    @pytest.fixture(autouse=True)
    def _running(self, double):
        self.double = double

    def gateway(self):
        return own()

    def token(self, kind):
        return CARDS[kind]

    def answer_bank(self, asked, *, approved):
        self.double.answer_bank(asked.action_token, approved=approved)

    def webhook(self, *, at):
        own().charge(request())
        event = self.double.events[-1]
        event["data"]["object"] |= {"id": "pay_1"}
        return *self.double.signed(event, at=at.timestamp()), at


@pytest.mark.skipif("STRIPE_TEST_KEY" not in os.environ, reason="STRIPE_TEST_KEY is not set")
class TestStripeTestMode(PaymentGatewayContract):
    """The same, asked of Stripe itself; its webhooks and its bank's window need a browser and an address."""

    test_confirm_approved_succeeds_with_the_same_reference = None
    test_confirm_refused_is_declined = None
    test_movements_are_the_payment_its_fee_and_its_refund = None
    test_find_payment_by_its_key = None  # its search is a minute behind

    def gateway(self):
        keys = {"secret_key": os.environ["STRIPE_TEST_KEY"], "webhook_secret": WEBHOOK_SECRET}
        return payment_gateway("stripe", account="", access=Access(keys=keys))

    def request(self, kind, key="key-1"):
        return super().request(kind, f"{key}-{self._run}")

    @pytest.fixture(autouse=True)
    def _own_keys(self):
        self._run = secrets.token_hex(6)

    def token(self, kind):
        return CARDS[kind]

    def webhook(self, *, at):
        double = StripeDouble()
        double._happened("acct_own", "payment_intent.succeeded", _an_intent())
        return *double.signed(double.events[0], at=at.timestamp()), at


def _an_intent():
    import stripe

    from tests.doubles.stripe.types import blank

    return blank(stripe.PaymentIntent, id="pay_1", amount=49_000, currency="usd", status="succeeded")


def test_charge_a_confirmation_token_of_the_page(double):
    paid = own().charge(request(double.confirmation_token()))

    assert (paid.state, paid.brand, paid.last4, paid.fee) == (PaymentState.SUCCEEDED, "Visa", "4242", 1_451)


def test_charge_on_a_connected_account_takes_the_platforms_fee_there(double):
    connected().charge(request(platform_fee=Money(2_450, "USD")))

    _method, _path, params, headers = double.requests[-1]
    assert (headers["stripe-account"], params["application_fee_amount"]) == ("acct_connected", "2450")
    assert "pi_" in "".join(double.books("acct_connected").things)


def test_charge_the_platform_collects_on_its_own_account(double):
    connected(Merchant.PLATFORM).charge(request(platform_fee=Money(2_450, "USD")))

    _method, _path, params, headers = double.requests[-1]
    assert ("stripe-account" in headers, params.get("application_fee_amount"), params["transfer_group"]) == (
        False,
        None,
        "7KQ",
    )


def test_charge_answered_500_after_charging_is_charged_once(double):
    double.losing = 2

    paid = own().charge(request())

    assert (paid.state, double.count("charge"), len(double.requests)) == (PaymentState.SUCCEEDED, 1, 3)


def test_charge_never_answered_is_found_later(double):
    double.losing = 9
    with pytest.raises(ProviderError) as caught:
        own().charge(request())
    double.losing = 0

    found = own().find_payment(idempotency_key="key-1")

    assert (caught.value.permanent, found.state, found.amount) == (False, PaymentState.SUCCEEDED, 49_000)


def test_charge_while_stripe_is_down_is_tried_three_times(double):
    double.down = 99

    with pytest.raises(ProviderError) as caught:
        own().charge(request())

    assert (caught.value.permanent, len(double.requests)) == (False, 3)


def test_charge_slower_than_our_patience_is_unknown_and_charged_once(double, monkeypatch):
    monkeypatch.setattr("shared_apps.integrations.stripe.client.TIMEOUT", (1, 0.1))
    double.delay = 0.4

    with pytest.raises(ProviderError) as caught:
        own().charge(request())
    double.delay = 0
    _until(lambda: double.count("charge") == 1)

    assert (caught.value.permanent, own().charge(request()).state) == (False, PaymentState.SUCCEEDED)


def test_charge_with_a_key_that_stripe_does_not_know_is_permanent(double):
    gateway = payment_gateway("stripe", account="", access=Access(keys={"secret_key": "sk_test_old"}))

    with pytest.raises(ProviderError, match="does not accept the key") as caught:
        gateway.charge(request())

    assert caught.value.permanent


def test_charge_of_a_lost_card_does_not_say_so(double):
    declined = own().charge(request("pm_card_visa_chargeDeclinedLostCard"))

    assert (declined.failure_code, "lost" in declined.message.lower()) == ("lost_card", False)


def test_find_payment_that_stripe_cannot_tell_of_is_not_permanent(double):
    double.down = 99

    with pytest.raises(ProviderError) as caught:
        own().find_payment(idempotency_key="key-1")

    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("happen", "kind"),
    [
        (lambda books, intent: books.dispute(intent), "dispute.opened"),
        (lambda books, intent: books.decide(books.dispute(intent)["id"], won=True), "dispute.won"),
        (lambda books, intent: books.decide(books.dispute(intent)["id"], won=False), "dispute.lost"),
        (lambda books, intent: books.refund({"payment_intent": intent, "amount": "900"}), "refund.settled"),
        (lambda books, intent: books.pay_out("usd"), "payout.paid"),
        (lambda books, intent: None, "payment.succeeded"),
    ],
)
def test_read_webhook_of_each_kind(double, happen, kind):
    paid = own().charge(request())
    happen(double.books(), paid.reference)

    body, headers = double.signed(double.events[-1])
    fact = own().read_webhook(body, headers, now=clock.now())

    assert (fact.kind, fact.currency, fact.amount > 0) == (kind, "USD", True)
    assert fact.reference == paid.reference or kind == "payout.paid"


def test_read_webhook_of_another_connected_account_is_refused(double):
    connected().charge(request())
    body, headers = double.signed(double.events[-1] | {"account": "acct_other"})

    with pytest.raises(ProviderError, match="another account"):
        connected().read_webhook(body, headers, now=clock.now())


@pytest.mark.parametrize("seconds", [301, -301])
def test_read_webhook_outside_five_minutes_is_refused(double, seconds):
    own().charge(request())
    body, headers = double.signed(double.events[-1], at=clock.now().timestamp() - seconds)

    with pytest.raises(ProviderError, match="five minutes"):
        own().read_webhook(body, headers, now=clock.now())


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"object":"event"}', b"\xff"])
def test_read_webhook_that_says_nothing_is_refused(double, body):
    import stripe

    header = stripe.WebhookSignature.generate_signature_header(
        body.decode(errors="replace"), WEBHOOK_SECRET, timestamp=int(time.time())
    )

    with pytest.raises(ProviderError):
        own().read_webhook(body, {"Stripe-Signature": header}, now=clock.now())


@pytest.mark.parametrize(
    ("amount", "currency", "stripes"),
    [(1_999, "USD", 1_999), (500, "JPY", 500), (1_990, "KWD", 1_990), (500, "ISK", 50_000), (4_900, "HUF", 4_900)],
)
def test_amounts_are_written_as_stripe_counts(amount, currency, stripes):
    assert (to_stripe(Money(amount, currency)), from_stripe(stripes, currency)) == (stripes, amount)


@pytest.mark.parametrize(
    ("money", "says"),
    [
        (Money(49_000, "IRR"), "Payments in IRR are not possible here."),
        (Money(1_995, "KWD"), "cannot be charged exactly"),
        (Money(10**40, "USD"), "One payment can be at most $999,999.99."),
    ],
)
def test_what_stripe_cannot_take_is_said_before(money, says):
    assert says in str(own().capabilities.problem_with(money))


def test_every_currency_of_stripe_is_one_of_ours():
    assert [currency for currency in CURRENCIES if Money(0, currency).amount] == []


def test_the_form_takes_a_token_and_nothing_like_a_card(double):
    forms = [own().method_form({"method": text}) for text in ("ctoken_1NkPm", "4242424242424242", "")]

    assert [form.is_valid() for form in forms] == [True, False, False]
    assert forms[0].public["key"] == "pk_test_own"


def test_look_says_whose_keys_these_are(double):
    facts = gateway_setup("stripe").look(OWN)

    assert (facts.account, facts.live, facts.problems) == ("acct_own", False, ())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"secret_key": "pk_test_own"}, "The secret key begins with sk_"),
        ({"publishable_key": "sk_test_own"}, "The publishable key begins with pk_"),
        ({"webhook_secret": "secret"}, "begins with whsec_"),
        ({"publishable_key": "pk_live_own"}, "One key is for live"),
        ({"secret_key": "sk_test_wrong"}, "Stripe does not accept the key"),
    ],
)
def test_look_at_keys_that_do_not_work_says_why(double, change, says):
    with pytest.raises(ProviderError, match=says):
        gateway_setup("stripe").look(OWN | change)


def test_refund_in_parts_with_one_key_each(double):
    paid = own().charge(request())
    back = RefundRequest(paid.reference, Money(100, "USD"), "back-1", reason="Asked")

    assert own().refund(back) == own().refund(back) != own().refund(replace(back, idempotency_key="back-2"))


def _until(true, seconds=5):
    end = datetime.now(UTC).timestamp() + seconds
    while not true() and datetime.now(UTC).timestamp() < end:
        pass
    assert true()
