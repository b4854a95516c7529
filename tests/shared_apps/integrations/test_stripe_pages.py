"""Paying on Stripe's own page, against the double over HTTP; and what Stripe's test mode says of one."""

import os
import secrets
from abc import ABC, abstractmethod
from dataclasses import replace

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    Access,
    FactKind,
    PaymentRequest,
    PaymentState,
    RefundRequest,
    payment_gateway,
)
from shared_apps.integrations.stripe.client import client_for
from tests.doubles.stripe import sessions
from tests.doubles.stripe.wire import Refusal
from tests.shared_apps.integrations.test_stripe import OWN

BACK = "https://okafor.example/orders/ABC/return/"
GOOD, DECLINED, ASKS = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"


def own(*, hosted: bool = True):
    return payment_gateway("stripe", account="acct_own", access=Access(keys=OWN, hosted=hosted))


def request(key: str = "key-1", **more) -> PaymentRequest:
    asked = {"method": "stripe_page", "email": "ann@example.com", "metadata": {"order": "ABC", "tenant": "t"}}
    return PaymentRequest(
        money=Money(49_000, "USD"), idempotency_key=key, description="A course", return_url=BACK, **asked | more
    )


def test_the_buyer_is_led_there_and_back(double) -> None:
    asked = own().charge(request())
    form = own().method_form({}, money=Money(49_000, "USD"))
    going = form.going(asked.action_token)

    page = double.books().get("checkout.session", asked.reference)

    assert (form.is_valid(), form.cleaned_data["method"]) == (True, "stripe_page")
    assert (asked.state, going.address) == (PaymentState.NEEDS_ACTION, page["url"])
    assert (page["success_url"], page["cancel_url"]) == (BACK, f"{BACK}?left=1")
    assert (page["amount_total"], page["metadata"]["tenant"]) == (49_000, "t")


def test_what_is_paid_there_is_a_payment_as_any_other(double) -> None:
    asked = own().charge(request())
    sessions.pay(double.books(), asked.reference, GOOD)

    paid = own().confirm(asked.action_token, approved=True)
    back = own().refund(RefundRequest(reference=paid.reference, money=Money(49_000, "USD"), idempotency_key="refund-1"))

    assert (paid.state, paid.amount, paid.brand, paid.last4) == (PaymentState.SUCCEEDED, 49_000, "Visa", "4242")
    assert (paid.reference.startswith("pi_"), paid.fee is None, back.settled) == (True, False, True)


def test_the_same_key_is_the_same_page(double) -> None:
    first, again = own().charge(request()), own().charge(request())

    assert (first.reference == again.reference, double.count("checkout.session")) == (True, 1)


def test_a_card_that_is_kept_is_charged_later_without_its_owner(double) -> None:
    asked = own().charge(request(save_method=True))
    sessions.pay(double.books(), asked.reference, GOOD)
    kept = own().confirm(asked.action_token, approved=True).saved

    later = own().charge(request("key-2", method=kept.token, off_session=True))

    assert (later.state, double.count("charge")) == (PaymentState.SUCCEEDED, 2)


def test_a_declined_card_leaves_the_page_open(double) -> None:
    asked = own().charge(request())
    with pytest.raises(Refusal):
        sessions.pay(double.books(), asked.reference, DECLINED)

    still = own().confirm(asked.action_token, approved=True)
    sessions.pay(double.books(), asked.reference, ASKS)

    assert still.state is PaymentState.NEEDS_ACTION
    assert own().confirm(asked.action_token, approved=True).state is PaymentState.SUCCEEDED


def test_whoever_leaves_closes_the_page(double) -> None:
    asked = own().charge(request())

    left = [own().confirm(asked.action_token, approved=False) for _time in "12"]

    assert {each.state for each in left} == {PaymentState.DECLINED}
    with pytest.raises(Refusal):
        sessions.pay(double.books(), asked.reference, GOOD)


def test_whoever_paid_and_then_went_back_has_paid(double) -> None:
    asked = own().charge(request())
    sessions.pay(double.books(), asked.reference, GOOD)

    assert own().confirm(asked.action_token, approved=False).state is PaymentState.SUCCEEDED


@pytest.mark.parametrize("hosted", [True, False])
def test_a_page_is_found_by_its_name_whatever_is_chosen_now(double, hosted: bool) -> None:
    asked = own().charge(request())
    sessions.pay(double.books(), asked.reference, GOOD)

    found = own(hosted=hosted).find_payment(idempotency_key="key-1", reference=asked.reference)

    assert (found.state, found.reference.startswith("pi_")) == (PaymentState.SUCCEEDED, True)


def test_a_card_that_is_only_kept_is_typed_here(double) -> None:
    kept, paid = (own().method_form(None, money=Money(amount, "USD"), save_method=True) for amount in (0, 1))

    assert kept.template != paid.template


@pytest.mark.parametrize(("happens", "kind"), [("pay", FactKind.PAYMENT_APPROVED), ("leave", FactKind.PAYMENT_FAILED)])
def test_webhooks_of_a_page_name_it(double, happens: str, kind: FactKind) -> None:
    asked = own().charge(request())
    if happens == "pay":
        sessions.pay(double.books(), asked.reference, GOOD)
    else:
        own().confirm(asked.action_token, approved=False)
    body, headers = double.signed(double.events[-1])

    fact = own().read_webhook(body, headers, now=clock.now())

    assert (fact.kind, fact.reference, fact.amount, fact.currency) == (kind, asked.reference, 49_000, "USD")


def test_the_platforms_share_travels_with_the_page(double, settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_platform"
    gateway = payment_gateway("stripe", account="acct_connected", access=Access(hosted=True))
    asked = gateway.charge(request(platform_fee=Money(2_450, "USD")))
    books = double.books("acct_connected")

    sessions.pay(books, asked.reference, GOOD)

    paid = gateway.confirm(asked.action_token, approved=True)
    assert books.get("payment_intent", paid.reference)["application_fee_amount"] == 2_450


def test_while_stripe_is_away_nobody_knows(double) -> None:
    double.down = 9

    with pytest.raises(ProviderError) as unknown:
        own().charge(request())

    assert unknown.value.permanent is False


def test_an_address_without_tls_is_not_gone_to(double, settings, monkeypatch) -> None:
    double.pages_at = "http://pay.okafor.example"
    client = client_for(Access(keys=OWN), "acct_own")
    monkeypatch.setattr("shared_apps.integrations.stripe.gateway.client_for", lambda *_access: client)
    settings.STRIPE_API = ""  # as where real money moves

    with pytest.raises(ProviderError) as caught:
        own().charge(request())

    assert caught.value.permanent


class PageContract(ABC):
    """What Stripe answers about a page that nobody has paid on. A card can be typed in a browser alone."""

    @abstractmethod
    def gateway(self):
        """Stripe, with buyers on its own page."""

    def test_the_same_key_opens_the_same_page(self, run):
        first, again = (self.gateway().charge(request(run, metadata={"order": run})) for _time in "12")

        assert (first.reference, first.state) == (again.reference, PaymentState.NEEDS_ACTION)
        assert (first.amount, first.currency, first.reference.startswith("cs_test_")) == (49_000, "USD", True)

    def test_a_page_that_nobody_paid_on_still_waits(self, run):
        asked = self.gateway().charge(request(run))

        found = self.gateway().find_payment(idempotency_key=run, reference=asked.reference)

        assert (found.state, found.reference, found.amount) == (PaymentState.NEEDS_ACTION, asked.reference, 49_000)

    def test_whoever_leaves_twice_has_left_once(self, run):
        asked = self.gateway().charge(request(run))

        left = [self.gateway().confirm(asked.action_token, approved=False) for _time in "12"]

        assert [(each.state, each.failure_code) for each in left] == [(PaymentState.DECLINED, "not_paid")] * 2

    def test_a_page_for_a_subscription_is_for_a_customer(self, run):
        asked = self.gateway().charge(request(run, save_method=True))

        assert asked.state is PaymentState.NEEDS_ACTION

    def test_a_page_of_nobody_is_permanent(self, run):
        with pytest.raises(ProviderError) as caught:
            self.gateway().find_payment(idempotency_key=run, reference="cs_test_nobody")

        assert caught.value.permanent

    def test_money_that_stripe_cannot_take_is_permanent(self, run):
        with pytest.raises(ProviderError) as caught:
            self.gateway().charge(replace(request(run), money=Money(1, "USD")))

        assert caught.value.permanent


@pytest.fixture
def run() -> str:
    """A key of this run: Stripe remembers those of the one before."""
    return f"page-{secrets.token_hex(6)}"


class TestPagesOfTheDouble(PageContract):
    @pytest.fixture(autouse=True)
    def _running(self, double):
        """Stripe is the double."""

    def gateway(self):
        return own()


@pytest.mark.skipif("STRIPE_TEST_KEY" not in os.environ, reason="STRIPE_TEST_KEY is not set")
class TestPagesOfStripe(PageContract):
    """The same, asked of Stripe itself."""

    def gateway(self):
        keys = {"secret_key": os.environ["STRIPE_TEST_KEY"]}
        return payment_gateway("stripe", account="", access=Access(keys=keys, hosted=True))
