"""The Razorpay adapter over HTTP, against the double."""

import json

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.connecting import gateway_setup
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, PaymentRequest, PaymentState, RefundRequest, payment_gateway
from tests.contracts.payments import TakingContract
from tests.doubles.razorpay import RazorpayDouble
from tests.doubles.razorpay.server import KEYS

BACK = "https://okafor.example/checkout/x/challenge/t/return/"


@pytest.fixture
def double(settings, patient):
    with RazorpayDouble() as running:
        settings.RAZORPAY_API = running.url
        yield running


def own(**keys):
    return payment_gateway("razorpay", account="rzp_test_own", access=Access(keys=KEYS | {"currencies": "usd"} | keys))


def request(key="key-1", money=None):
    return PaymentRequest(money or Money(4_900_00, "INR"), "razorpay", key, "Course", "b@example.com", return_url=BACK)


def paid(double, key="key-1"):
    asked = own().charge(request(key))
    double.books.pay(asked.reference)
    return own().confirm(asked.action_token, approved=True)


class TestRazorpayOverDouble(TakingContract):
    currency = "INR"  # of other money the fee is in rupees, and known to the books alone

    @pytest.fixture(autouse=True)
    def _running(self, double):
        self.double = double

    def gateway(self):
        return own()

    def token(self, kind):
        return "razorpay"

    def answer_bank(self, asked, *, approved):
        if approved:
            self.double.books.pay(asked.reference)

    def refuse_at_bank(self, asked):
        self.double.books.pay(asked.reference, "failed")

    def webhook(self, *, at):
        paid(self.double)
        event = self.double.events[-1]
        event["payload"]["payment"]["entity"] |= {"order_id": "pay_1", "amount": 49_000}
        return *self.double.signed(event, at=at), at


def test_charge_leads_the_buyer_to_razorpays_page_and_back(double):
    asked = own().charge(request())
    form = own().method_form({})

    going = form.going(asked.action_token)

    assert (form.is_valid(), form.cleaned_data["method"], form.csp) == (True, "razorpay", {"form-action": [double.url]})
    assert (going.address, going.fields["order_id"]) == (f"{double.url}/v1/checkout/embedded", asked.reference)
    assert (going.fields["amount"], going.fields["callback_url"], going.fields["key_id"]) == (
        "490000",
        BACK,
        "rzp_test_own",
    )
    assert KEYS["key_secret"] not in json.dumps(going.fields)


@pytest.mark.parametrize("method", ["upi", "netbanking", "card"])
def test_confirm_with_what_razorpay_signed(double, method):
    asked = own().charge(request())
    payment = double.books.pay(asked.reference, method=method)

    result = own().confirm(asked.action_token, approved=True, returned=double.came_back(payment))

    assert (result.state, result.fee) == (PaymentState.SUCCEEDED, 11_564)


@pytest.mark.parametrize(
    "change",
    [{"razorpay_signature": "0" * 64}, {"razorpay_payment_id": "pay_other"}, {"razorpay_order_id": "order_other"}],
)
def test_confirm_with_a_forged_answer_is_refused_and_ends_nothing(double, change):
    asked = own().charge(request())
    payment = double.books.pay(asked.reference)

    with pytest.raises(ProviderError) as caught:
        own().confirm(asked.action_token, approved=True, returned=double.came_back(payment) | change)

    assert not caught.value.permanent
    assert own().find_payment(idempotency_key="key-1").state is PaymentState.SUCCEEDED


def test_confirm_says_nothing_was_paid_where_a_signature_of_another_order_is_brought(double):
    mine, cheap = own().charge(request()), own().charge(request("key-2", Money(100, "INR")))
    payment = double.books.pay(cheap.reference)

    with pytest.raises(ProviderError):
        own().confirm(mine.action_token, approved=True, returned=double.came_back(payment))

    assert own().find_payment(idempotency_key="key-1").state is PaymentState.NEEDS_ACTION


def test_confirm_takes_what_was_only_set_aside(double):
    asked = own().charge(request())
    double.books.pay(asked.reference, "authorized", method="upi")

    result = own().confirm(asked.action_token, approved=False)

    assert (result.state, double.books.order(asked.reference)["status"]) == (PaymentState.SUCCEEDED, "paid")


def test_confirm_of_a_buyer_who_tried_in_vain_and_then_paid(double):
    asked = own().charge(request())
    double.books.pay(asked.reference, "failed")
    still = own().confirm(asked.action_token, approved=True)
    double.books.pay(asked.reference)

    assert (still.state, own().confirm(asked.action_token, approved=True).state) == (
        PaymentState.NEEDS_ACTION,
        PaymentState.SUCCEEDED,
    )


@pytest.mark.parametrize("losing", [1, 2])
def test_charge_answered_500_is_one_order(double, losing):
    double.losing = losing

    with_one = own().charge(request())

    assert (with_one.state, len(double.books.orders) >= 1) == (PaymentState.NEEDS_ACTION, True)
    assert own().charge(request()).reference in double.books.orders


def test_confirm_while_razorpay_is_away_is_unknown_and_found_later(double):
    asked = own().charge(request())
    double.books.pay(asked.reference)
    double.down = 3
    with pytest.raises(ProviderError) as caught:
        own().confirm(asked.action_token, approved=True)

    assert (caught.value.permanent, own().find_payment(idempotency_key="key-1").state) == (
        False,
        PaymentState.SUCCEEDED,
    )


def test_charge_slower_than_our_patience_is_unknown(double, monkeypatch):
    monkeypatch.setattr("shared_apps.integrations.calling.TIMEOUT", (1, 0.1))
    double.delay = 0.4

    with pytest.raises(ProviderError) as caught:
        own().charge(request())

    assert not caught.value.permanent


def test_refund_answered_500_is_one_refund(double):
    done = paid(double)
    double.losing = 2

    own().refund(RefundRequest(done.reference, Money(10_000, "INR"), "back-number-1"))

    assert len(double.books.refunds) == 1


@pytest.mark.parametrize(
    ("happen", "kind"),
    [
        (lambda books, order: books.dispute(order), "dispute.opened"),
        (lambda books, order: books.decide(books.dispute(order)["id"], won=True), "dispute.won"),
        (lambda books, order: books.decide(books.dispute(order)["id"], won=False), "dispute.lost"),
        (lambda books, order: books.refund(_payment_of(books, order), {"amount": 490_000}), "refund.settled"),
        (lambda books, order: _failed_refund(books, order), "refund.failed"),
        (lambda books, order: None, "payment.succeeded"),
    ],
)
def test_read_webhook_of_each_kind(double, happen, kind):
    done = paid(double)
    happen(double.books, done.reference)

    fact = own().read_webhook(*double.signed(double.events[-1]), now=clock.now())

    assert (fact.kind, fact.reference, fact.amount, fact.currency) == (kind, done.reference, 490_000, "INR")


def _payment_of(books, order):
    return next(each["id"] for each in books.payments.values() if each["order_id"] == order)


def _failed_refund(books, order):
    books.fail_refund(books.refund(_payment_of(books, order), {"amount": 490_000})["id"])


def test_read_webhook_again_under_another_event_id_is_the_same(double):
    """The header that names the event is not signed."""
    paid(double)
    first, second = (own().read_webhook(*double.signed(double.events[-1]), now=clock.now()) for _time in "12")

    assert first.event_id == second.event_id


def test_read_webhook_with_another_secret_is_refused(double):
    paid(double)

    with pytest.raises(ProviderError, match="signature is wrong"):
        own().read_webhook(*double.signed(double.events[-1], secret="another"), now=clock.now())


def test_an_attempt_that_failed_ends_nothing(double):
    asked = own().charge(request())
    double.books.pay(asked.reference, "failed")

    assert own().read_webhook(*double.signed(double.events[-1]), now=clock.now()).kind == "other"


@pytest.mark.parametrize(
    ("money", "says"),
    [(Money(99, "INR"), "at least ₹1"), (Money(49_000, "EUR"), "EUR are not possible here")],
)
def test_what_razorpay_cannot_take_is_said_before(money, says):
    assert says in str(own().capabilities.problem_with(money))


def test_look_says_whose_keys_these_are(double):
    facts = gateway_setup("razorpay").look(KEYS)

    assert (facts.account, facts.live, facts.problems) == ("rzp_test_own", False, ())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key_id": "sk_test"}, "begins with rzp_live_"),
        ({"webhook_secret": "short"}, "at least 12"),
        ({"currencies": "usd xyz"}, "does not take XYZ"),
        ({"key_secret": "wrong"}, "does not accept the key"),
    ],
)
def test_look_at_keys_that_do_not_work_says_why(double, change, says):
    with pytest.raises(ProviderError, match=says):
        gateway_setup("razorpay").look(KEYS | change)
