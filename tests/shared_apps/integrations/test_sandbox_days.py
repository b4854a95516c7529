"""The sandbox's bad days: late money, lost answers, disputes, and the webhooks it sends by itself."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    FactKind,
    MovementKind,
    PaymentRequest,
    PaymentState,
    payment_gateway,
)
from shared_apps.integrations.sandbox import books, complaints
from shared_apps.integrations.sandbox.forms import CardForm
from shared_apps.practice.models import PracticeEvent, PracticePayment
from shared_apps.practice.sending import send

ACCOUNT = "t1"


def gateway():
    return payment_gateway(account=ACCOUNT)


def request(number, key="key-1"):
    form = CardForm({"number": number, "expiry": "08 / 40", "cvc": "123"}, account=ACCOUNT)
    assert form.is_valid(), form.errors
    return PaymentRequest(Money(49_000, "USD"), form.cleaned_data["method"], key)


def paid(number="4242424242424242"):
    gateway().charge(request(number))
    return PracticePayment.objects.latest("pk")


@pytest.mark.parametrize(
    ("number", "end"),
    [("4000000000000077", PaymentState.SUCCEEDED), ("4000000000000606", PaymentState.DECLINED)],
)
def test_charge_slow_card_is_known_half_a_minute_later(number, end):
    first = gateway().charge(request(number))

    with clock.fixed(clock.now() + timedelta(seconds=31)):
        later = gateway().find_payment(idempotency_key="key-1")

    assert (first.state, later.state, later.reference) == (PaymentState.PENDING, end, first.reference)


def test_charge_whose_answer_is_lost_has_charged_once():
    for _time in "123":
        with pytest.raises(ProviderError) as caught:
            gateway().charge(request("4000000000000507"))

    assert (caught.value.permanent, gateway().find_payment(idempotency_key="key-1").state) == (False, "succeeded")
    assert PracticePayment.objects.latest("pk").movements.count() == 1


def test_charge_disputed_card_tells_of_the_dispute():
    payment = paid("4000000000000259")

    event = json.loads(PracticeEvent.objects.latest("pk").body)

    assert (event["kind"], event["reference"], event["amount"]) == (
        FactKind.DISPUTE_OPENED,
        payment.reference,
        49_000,
    )


@pytest.mark.parametrize(("won", "left"), [(True, 49_000 - 1451 - 1500), (False, -1451 - 1500)])
def test_close_dispute_leaves_what_the_bank_decided(won, left):
    payment = paid("4000000000000259")

    complaints.close_dispute(payment, won=won)

    assert sum(row.amount - row.fee for row in payment.movements.all()) == left


def test_close_dispute_that_was_never_opened_is_refused():
    with pytest.raises(ProviderError, match="not disputed"):
        complaints.close_dispute(paid(), won=True)


def test_pay_out_empties_the_balance():
    paid()

    payout = books.pay_out(ACCOUNT, subject="sbx_po_1", currency="USD")

    assert (payout.kind, payout.amount) == (MovementKind.PAYOUT, -(49_000 - 1451))
    with pytest.raises(ProviderError, match="no balance"):
        books.pay_out(ACCOUNT, subject="sbx_po_2", currency="USD")


def test_accounts_do_not_see_each_other():
    paid()
    stranger = payment_gateway(account="t2")

    assert stranger.find_payment(idempotency_key="key-1") is None
    assert list(stranger.movements(since=clock.now() - timedelta(days=1), until=clock.now())) == []


def test_send_event_reaches_the_business_signed(okafor, in_okafor, settings):
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.handle_request, daemon=True).start()
    settings.PUBLIC_PORT = str(server.server_port)
    complaints.open_dispute(_ours(str(okafor.id)))

    event = send(PracticeEvent.objects.latest("pk"))

    path, headers, body = heard[0]
    assert (path, headers["Host"].split(":")[0], event.answer) == ("/webhooks/sandbox/", okafor.domain, 200)
    assert payment_gateway(account=str(okafor.id)).read_webhook(body, headers, now=clock.now()).kind == "dispute.opened"


def test_send_event_to_nobody_is_written_down(okafor, in_okafor, settings):
    settings.PUBLIC_PORT = "9"
    complaints.open_dispute(_ours(str(okafor.id)))

    assert send(PracticeEvent.objects.latest("pk")).answer == 0


def _ours(account):
    form = CardForm({"number": "4242424242424242", "expiry": "08 / 40", "cvc": "123"}, account=account)
    form.is_valid()
    payment_gateway(account=account).charge(PaymentRequest(Money(49_000, "USD"), form.cleaned_data["method"], "k"))
    return PracticePayment.objects.latest("pk")
