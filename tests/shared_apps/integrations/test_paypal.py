"""The PayPal adapter over HTTP, against the double."""

from datetime import UTC, datetime

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.paypal.amounts import CURRENCIES, from_paypal, to_paypal
from shared_apps.integrations.ports.connecting import gateway_setup
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, PaymentRequest, PaymentState, RefundRequest, payment_gateway
from tests.contracts.payments import TakingContract
from tests.doubles.paypal import PayPalDouble
from tests.doubles.paypal.server import KEYS

BACK = "https://okafor.example/checkout/x/challenge/t/return/"


@pytest.fixture
def double(settings, patient):
    with PayPalDouble() as running:
        settings.PAYPAL_API = running.url
        yield running


def own():
    return payment_gateway("paypal", account="AbC-own", access=Access(keys=KEYS))


def request(key="key-1", money=None):
    return PaymentRequest(money or Money(49_000, "USD"), "paypal", key, description="Course", return_url=BACK)


def paid(double, key="key-1", outcome="COMPLETED"):
    asked = own().charge(request(key))
    double.books.approve(asked.reference, outcome)
    return own().confirm(asked.action_token, approved=True)


class TestPayPalOverDouble(TakingContract):
    written = b"490.00"
    finds_by_key = False  # an order whose answer was lost was never shown to anybody

    @pytest.fixture(autouse=True)
    def _running(self, double):
        self.double = double

    def gateway(self):
        return own()

    def token(self, kind):
        return "paypal"

    def answer_bank(self, asked, *, approved):
        if approved:
            self.double.books.approve(asked.reference)

    def refuse_at_bank(self, asked):
        self.double.books.approve(asked.reference, "DECLINED")

    def webhook(self, *, at):
        paid(self.double)
        event = self.double.events[-1]
        event["resource"]["supplementary_data"]["related_ids"]["order_id"] = "pay_1"
        return *self.double.signed(event, at=at), at


def test_charge_leads_the_buyer_to_paypal_and_back(double):
    asked = own().charge(request())
    form = own().method_form({})

    going = form.going(asked.action_token)

    assert (form.is_valid(), form.cleaned_data["method"]) == (True, "paypal")
    assert (going.address, going.fields) == (f"{double.url}/checkoutnow?token={asked.reference}", {})
    context = double.books.orders[asked.reference]["_context"]
    assert (context["return_url"], context["cancel_url"]) == (BACK, f"{BACK}?left=1")


def test_confirm_tells_the_fee(double):
    assert paid(double).fee == 1_759


def test_confirm_twice_takes_the_money_once(double):
    asked = own().charge(request())
    double.books.approve(asked.reference)

    states = {own().confirm(asked.action_token, approved=True).state for _time in "12"}

    assert (states, double.count("captures")) == ({PaymentState.SUCCEEDED}, 1)


def test_confirm_of_a_buyer_who_approved_and_closed_the_page_takes_the_money(double):
    asked = own().charge(request())
    double.books.approve(asked.reference)

    assert own().confirm(asked.action_token, approved=False).state is PaymentState.SUCCEEDED


def test_confirm_of_a_buyer_who_came_back_without_approving_asks_again(double):
    asked = own().charge(request())

    assert own().confirm(asked.action_token, approved=True) == asked


def test_confirm_what_is_reviewed_waits_for_the_webhook(double):
    waiting = paid(double, outcome="PENDING")
    double.books.settle(waiting.reference, "COMPLETED")

    assert (waiting.state, own().find_payment(idempotency_key="", reference=waiting.reference).state) == (
        PaymentState.PENDING,
        PaymentState.SUCCEEDED,
    )


@pytest.mark.parametrize("losing", [1, 2])
def test_confirm_answered_500_after_capturing_takes_the_money_once(double, losing):
    asked = own().charge(request())
    double.books.approve(asked.reference)
    double.losing = losing

    result = own().confirm(asked.action_token, approved=True)

    assert (result.state, double.count("captures")) == (PaymentState.SUCCEEDED, 1)


def test_confirm_never_answered_is_found_later(double):
    asked = own().charge(request())
    double.books.approve(asked.reference)
    double.losing = 9
    with pytest.raises(ProviderError) as caught:
        own().confirm(asked.action_token, approved=True)
    double.losing = 0

    found = own().find_payment(idempotency_key="key-1", reference=asked.reference)

    assert (caught.value.permanent, found.state, double.count("captures")) == (False, PaymentState.SUCCEEDED, 1)


def test_charge_answered_500_is_one_order(double):
    double.losing = 2

    own().charge(request())

    assert double.count("orders") == 1


@pytest.mark.parametrize("trouble", [{"down": 99}, {"delay": 0.4}])
def test_charge_while_paypal_is_away_or_slow_is_unknown(double, monkeypatch, trouble):
    monkeypatch.setattr("shared_apps.integrations.calling.TIMEOUT", (1, 0.1))
    vars(double).update(trouble)

    with pytest.raises(ProviderError) as caught:
        own().charge(request())

    assert not caught.value.permanent


def test_charge_with_keys_that_paypal_does_not_know_is_permanent(double):
    gateway = payment_gateway("paypal", account="x", access=Access(keys=KEYS | {"client_secret": "old"}))

    with pytest.raises(ProviderError, match="does not accept") as caught:
        gateway.charge(request())

    assert caught.value.permanent


def test_refund_while_paypal_is_losing_answers_is_one_refund(double):
    done = paid(double)
    double.losing = 1

    own().refund(RefundRequest(done.reference, Money(10_000, "USD"), "back-1"))

    rows = [row["transaction_info"]["transaction_event_code"] for row in double.books.movements]
    assert rows == ["T0006", "T1107"]


@pytest.mark.parametrize(
    ("happen", "kind"),
    [
        (lambda books, order: books.dispute(order), "dispute.opened"),
        (lambda books, order: books.resolve(books.dispute(order)["dispute_id"], won=True), "dispute.won"),
        (lambda books, order: books.resolve(books.dispute(order)["dispute_id"], won=False), "dispute.lost"),
        (lambda books, order: None, "payment.succeeded"),
    ],
)
def test_read_webhook_of_each_kind(double, happen, kind):
    done = paid(double)
    happen(double.books, done.reference)

    fact = own().read_webhook(*double.signed(double.events[-1]), now=clock.now())

    assert (fact.kind, fact.reference, fact.amount, fact.currency) == (kind, done.reference, 49_000, "USD")


@pytest.mark.parametrize(("fails", "kind"), [(False, "refund.settled"), (True, "refund.failed")])
def test_read_webhook_of_a_refund_names_the_payment(double, fails, kind):
    done = paid(double)
    refund = own().refund(RefundRequest(done.reference, Money(900, "USD"), "back-1"))
    if fails:
        double.books.fail_refund(refund.reference)

    fact = own().read_webhook(*double.signed(double.events[-1]), now=clock.now())

    assert (fact.kind, fact.reference, fact.subject, fact.amount) == (kind, done.reference, refund.reference, 900)


def test_read_webhook_of_an_approval(double):
    asked = own().charge(request())
    double.books.approve(asked.reference)

    fact = own().read_webhook(*double.signed(double.events[-1]), now=clock.now())

    assert (fact.kind, fact.reference) == ("payment.approved", asked.reference)


def test_read_webhook_made_for_another_webhook_is_refused(double):
    paid(double)
    body, headers = double.signed(double.events[-1], webhook_id="WH-of-somebody-else")

    with pytest.raises(ProviderError, match="signature is wrong"):
        own().read_webhook(body, headers, now=clock.now())


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/v1/notifications/certs/CERT-1",
        "{url}/v1/other/CERT-1",
        "{url}/v1/notifications/certs/../../x",
        "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
        "",
    ],
)
def test_read_webhook_with_a_certificate_from_elsewhere_is_refused(double, place):
    paid(double)
    body, headers = double.signed(double.events[-1])

    with pytest.raises(ProviderError, match="not PayPal's"):
        own().read_webhook(body, headers | {"Paypal-Cert-Url": place.format(url=double.url)}, now=clock.now())


def test_read_webhook_while_paypal_is_away_is_asked_for_again(double):
    done = paid(double)
    own().refund(RefundRequest(done.reference, Money(900, "USD"), "back-1"))
    body, headers = double.signed(double.events[-1])
    own().read_webhook(body, headers, now=clock.now())
    double.down = 99

    with pytest.raises(ProviderError) as caught:
        own().read_webhook(body, headers, now=clock.now())

    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("money", "value"),
    [
        (Money(49_000, "USD"), "490.00"),
        (Money(500, "JPY"), "500"),
        (Money(49_000, "HUF"), "490"),
        (Money(5, "EUR"), "0.05"),
    ],
)
def test_amounts_are_written_as_paypal_counts(money, value):
    assert to_paypal(money) == {"currency_code": money.currency, "value": value}
    assert from_paypal(to_paypal(money)) == money


@pytest.mark.parametrize(
    ("money", "says"),
    [
        (Money(49_000, "INR"), "Payments in INR are not possible here."),
        (Money(49_050, "HUF"), "cannot be charged exactly"),
        (Money(10**40, "USD"), "One payment can be at most"),
    ],
)
def test_what_paypal_cannot_take_is_said_before(money, says):
    assert says in str(own().capabilities.problem_with(money))


def test_every_currency_of_paypal_is_one_of_ours():
    assert [code for code in CURRENCIES if Money(0, code).amount] == []


def test_look_says_whose_keys_these_are(double):
    facts = gateway_setup("paypal").look(KEYS)

    assert (facts.account, facts.live, facts.problems) == ("AbC-own", False, ())


def test_look_at_a_webhook_that_tells_too_little_says_so(double):
    double.subscribed = ["PAYMENT.CAPTURE.COMPLETED"]
    missing = gateway_setup("paypal").look(KEYS).problems
    unknown = gateway_setup("paypal").look(KEYS | {"webhook_id": "WH-nobody"}).problems

    assert ("CUSTOMER.DISPUTE.CREATED" in missing[0], "no webhook of this ID" in unknown[0]) == (True, True)


def test_look_at_keys_that_do_not_work_says_why(double):
    with pytest.raises(ProviderError, match="does not accept the client ID and secret"):
        gateway_setup("paypal").look(KEYS | {"client_secret": "wrong"})


def test_movements_name_what_they_are_of(double):
    done = paid(double)
    own().refund(RefundRequest(done.reference, Money(900, "USD"), "back-1"))
    window = {"since": datetime(2020, 1, 1, tzinfo=UTC), "until": datetime(2090, 1, 1, tzinfo=UTC)}

    rows = list(own().movements(**window))

    assert [(row.kind, row.net, row.payment_reference) for row in rows] == [
        ("payment", 49_000 - 1_759, done.reference),
        ("refund", -900, done.reference),
    ]
