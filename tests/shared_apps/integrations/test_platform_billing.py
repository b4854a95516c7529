"""Collecting what tenants owe: the sandbox, and Stripe Billing over HTTP against the double."""

import json
from uuid import uuid4

import pytest

from shared_apps.billing.provider import our_provider
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.platform_billing import BillState, CardRequest, Payer, platform_billing
from shared_apps.integrations.sandbox.billing import account_of
from shared_apps.integrations.sandbox.forms import CardForm
from shared_apps.practice.models import PracticeMovement
from shared_apps.settlements.platform import set_platform_keys
from tests.contracts.platform_billing import TENANT, PlatformBillingContract
from tests.doubles.stripe import billing

NUMBERS = {"good": "4242424242424242", "declined": "4000000000000002", "fails_later": "4000000000000341"}
STRIPE = {
    "good": "pm_card_visa",
    "declined": "pm_card_visa_chargeDeclined",
    "fails_later": "pm_card_chargeCustomerFail",
}
PLATFORM = "acct_platform"


class TestSandboxBilling(PlatformBillingContract):
    def provider(self):
        return platform_billing("sandbox")

    def token(self, kind):
        form = self.provider().card_form({"number": NUMBERS[kind], "expiry": "08/40", "cvc": "123"}, tenant_id=TENANT)
        assert isinstance(form, CardForm) and form.is_valid()
        return form.cleaned_data["method"]

    def charged(self):
        return PracticeMovement.objects.filter(account=account_of(TENANT), kind="payment").count()


@pytest.fixture
def double(double, settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "sk_test_platform", "pk_test_platform"
    return double


class TestStripeBillingOverDouble(PlatformBillingContract):
    @pytest.fixture(autouse=True)
    def _running(self, double):
        self.double = double

    def provider(self):
        return platform_billing("stripe")

    def token(self, kind):
        return self.double.confirmation_token(STRIPE[kind], PLATFORM)

    def charged(self):
        things = self.double.books(PLATFORM).things.values()
        return sum(thing["object"] == "invoice" and thing["status"] == "paid" for thing in things)

    def test_a_lost_answer_is_found_again_and_nothing_is_made_twice(self):
        bill = self.bill(self.kept("good"))
        self.double.losing = 3

        with pytest.raises(ProviderError) as caught:
            self.provider().collect(bill)
        found = self.provider().collect(bill)

        assert (caught.value.permanent, found.state) == (False, BillState.PAID)
        assert (self.double.count("invoice", PLATFORM), self.double.count("invoiceitem", PLATFORM)) == (1, 1)

    def test_an_invoice_cut_off_before_it_was_final_goes_on(self):
        card = self.kept("good")
        bill = self.bill(card)
        books = self.double.books(PLATFORM)
        made = billing.create(books, {"customer": card.customer, "currency": "usd", "metadata": {}})
        made["metadata"]["marque_invoice"] = bill.invoice

        result = self.provider().collect(self.bill(card, key=bill.key, invoice=bill.invoice, again=True))

        assert (result.state, result.reference, self.double.count("invoice", PLATFORM)) == (
            BillState.PAID,
            made["id"],
            1,
        )

    def test_a_webhook_says_which_invoice_of_ours_was_paid(self):
        bill = self.bill(self.kept("good"))
        self.provider().collect(bill)
        event = next(event for event in self.double.events if event["type"] == "invoice.paid")

        ours = self.provider().read_fact(json.dumps(event).encode())
        connected = self.provider().read_fact(json.dumps(event | {"account": "acct_connected"}).encode())

        assert (ours.invoice, ours.result.state) == (bill.invoice, BillState.PAID)
        assert connected.invoice == ""

    def test_keys_that_operators_typed_are_those_that_are_asked_with(self, settings):
        typed = {"secret_key": "sk_test_platform", "publishable_key": "pk_test_typed", "webhook_secret": "whsec_x"}
        set_platform_keys(gateway="stripe", keys=typed, by="olu@platform")
        settings.BILLING_PROVIDER, settings.STRIPE_SECRET_KEY = "stripe", ""
        request = CardRequest(Payer(TENANT, "Okafor", "ada@example.com"), self.token("good"), "card-1")

        kept, form = our_provider().keep_card(request).card, our_provider().card_form(tenant_id=TENANT)

        assert our_provider().collect(self.bill(kept)).state is BillState.PAID
        assert form.public["key"] == "pk_test_typed"

    def test_a_wrong_key_is_nobodys_declined_card(self, settings):
        bill = self.bill(self.kept("good"), key=str(uuid4()))
        settings.STRIPE_SECRET_KEY = "sk_test_wrong"

        with pytest.raises(ProviderError):
            self.provider().collect(bill)
