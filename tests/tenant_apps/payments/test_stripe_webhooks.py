"""Stripe's webhooks at the address of a business with keys of its own, when they are not what they should be."""

import json
import time
from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import GatewayEvent, Order, Payment, PaymentState
from tenant_apps.payments import actions as payments
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.payments.stripe_shop import BY, connected
from tests.tenant_apps.selling import an_order

pytestmark = pytest.mark.usefixtures("in_okafor")
ADDRESS, ASKS, DAY = "/webhooks/stripe/", "pm_card_threeDSecure2Required", 86_400


@pytest.fixture
def keys(double) -> None:
    """Okafor's own."""
    payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)
    payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)


@pytest.fixture
def paid(double, keys) -> dict:
    """The buyer's bank said yes, and nobody has told us: the event that says so."""
    payment = orders.pay(order=an_order(), method=ASKS)
    double.answer_bank(payment.action_token, approved=True)
    return double.events[-1]


def post(browser, body: bytes, headers: dict[str, str]) -> int:
    return browser.post(ADDRESS, body, content_type="application/json", headers=headers).status_code


def work() -> Payment:
    for event in GatewayEvent.objects.all():
        orders.handle_event(event=event)
    return Payment.objects.get()


def test_one_that_is_signed_with_another_secret_is_refused(client_for, okafor, double, paid, monkeypatch) -> None:
    monkeypatch.setattr("tests.doubles.stripe.server.WEBHOOK_SECRET", "whsec_forged")

    status = post(client_for(okafor), *double.signed(paid))

    assert (status, GatewayEvent.objects.count(), work().state) == (400, 0, PaymentState.CHALLENGED)


def test_one_whose_amount_was_changed_on_its_way_is_refused(client_for, okafor, double, paid) -> None:
    body, headers = double.signed(paid)

    status = post(client_for(okafor), body.replace(b'"amount": 49000', b'"amount": 1'), headers)

    assert (status, GatewayEvent.objects.count()) == (400, 0)


def test_one_of_another_amount_pays_nothing(client_for, okafor, double, paid) -> None:
    changed = json.loads(json.dumps(paid))
    changed["data"]["object"] |= {"amount": 1, "amount_received": 1}

    status = post(client_for(okafor), *double.signed(changed))

    assert (status, work().state) == (200, PaymentState.CHALLENGED)


def test_one_caught_and_replayed_a_hundred_times_pays_once(client_for, okafor, double, paid) -> None:
    browser, caught = client_for(okafor), double.signed(paid)

    codes = set()
    for _time in range(100):
        codes.add(post(browser, *caught))
        work()

    assert (codes, GatewayEvent.objects.count(), Order.objects.get().number) == ({200}, 1, 1)
    assert Event.objects.filter(fact="orders.OrderPaid").count() == 1


def test_one_caught_and_replayed_a_day_later_is_refused(client_for, okafor, double, paid) -> None:
    caught = double.signed(paid)

    with clock.fixed(clock.now() + timedelta(days=1)):
        status = post(client_for(okafor), *caught)

    assert (status, GatewayEvent.objects.count()) == (400, 0)


def test_one_that_stripe_sends_a_day_late_still_pays(client_for, okafor, double, paid) -> None:
    late = paid | {"created": int(time.time()) - DAY}

    status = post(client_for(okafor), *double.signed(late))

    assert (status, work().state) == (200, PaymentState.SUCCEEDED)


def test_one_about_a_payment_of_nobody_waits_a_day_and_is_let_go(client_for, okafor, double, paid) -> None:
    strange = json.loads(json.dumps(paid)) | {"id": "evt_strange"}
    strange["data"]["object"]["id"] = "pi_of_nobody"

    status = post(client_for(okafor), *double.signed(strange))

    later = clock.now() + timedelta(hours=25)
    assert (status, work().state, GatewayEvent.objects.get().processed_at) == (200, PaymentState.CHALLENGED, None)
    assert GatewayEvent.objects.unprocessed(clock.now()).count() == 1
    assert GatewayEvent.objects.unprocessed(later).count() == 0


def test_one_of_another_business_on_keys_of_its_own_is_refused(client_for, okafor, other, double, paid) -> None:
    with enter(other):
        theirs = OWN | {"webhook_secret": "whsec_of_the_other"}
        payments.connect_gateway(gateway="stripe", keys=theirs, by=BY)
        payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)

    status = post(client_for(other), *double.signed(paid))

    with enter(other):
        kept = GatewayEvent.objects.count()
    assert (status, kept, work().state) == (400, 0, PaymentState.CHALLENGED)


@pytest.mark.parametrize("account", ["acct_of_nobody", ""])
def test_one_of_another_account_is_refused_by_a_connected_business(client_for, okafor, double, account) -> None:
    connected(double)
    orders.pay(order=an_order(), method="pm_card_visa")

    status = post(client_for(okafor), *double.signed(double.events[-1] | {"account": account or None}))

    assert (status, GatewayEvent.objects.count()) == (400, 0)
