import json

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.sandbox import webhooks
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import GatewayEvent, Payment, PaymentState
from tenant_apps.orders.tasks import handle_gateway_event
from tests.tenant_apps.selling import an_order, webhook_secret

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def handled(monkeypatch) -> list[str]:
    """Which events were handed to the queue."""
    sent: list[str] = []
    monkeypatch.setattr(handle_gateway_event, "delay", lambda *, event_key: sent.append(event_key))
    return sent


def send(browser: Client, tenant: CurrentTenant, **changes: object) -> int:
    event = {
        "id": "evt_1",
        "kind": "payment.succeeded",
        "reference": "sbx_pay_1",
        "amount": 49_000,
        "currency": "USD",
        "occurred_at": int(clock.now().timestamp()),
    }
    body = json.dumps(event | changes).encode()
    signature = webhooks.sign(body, secret=webhook_secret(str(tenant.id)), at=clock.now())
    headers = {"Sandbox-Signature": signature}
    return browser.post("/webhooks/sandbox/", body, content_type="application/json", headers=headers).status_code


def a_payment_under_way() -> Payment:
    payment, _fresh = orders.start_payment(order=an_order(), method="tok")
    asked = port.PaymentResult(port.PaymentState.PENDING, "sbx_pay_1", 49_000, "USD")
    return orders.record_payment(payment=payment, result=asked)


def settle() -> Payment:
    orders.handle_event(event=GatewayEvent.objects.get())
    return Payment.objects.get()


def test_a_signed_event_is_kept_once_and_handed_on_once(client_for, okafor, handled) -> None:
    codes = [send(client_for(okafor), okafor) for _time in "123"]

    assert (codes, GatewayEvent.objects.count(), len(handled)) == ([200] * 3, 1, 1)


def test_a_forged_event_is_turned_away(client_for, okafor, other) -> None:
    browser = client_for(okafor)

    unsigned = browser.post("/webhooks/sandbox/", b"{}", content_type="application/json").status_code
    foreign = send(browser, other)

    assert (unsigned, foreign, GatewayEvent.objects.count()) == (400, 400, 0)


def test_an_unknown_gateway_looks_like_nothing(client_for, okafor) -> None:
    assert client_for(okafor).post("/webhooks/paypaul/").status_code == 404


def test_a_success_settles_a_payment_under_way(client_for, okafor) -> None:
    a_payment_under_way()
    send(client_for(okafor), okafor)

    payment = settle()

    assert (payment.state, payment.order.number) == (PaymentState.SUCCEEDED, 1)


def test_a_success_of_another_amount_settles_nothing(client_for, okafor) -> None:
    a_payment_under_way()
    send(client_for(okafor), okafor, amount=1)

    assert settle().state == PaymentState.STARTED


def test_an_event_before_its_payment_waits(client_for, okafor) -> None:
    send(client_for(okafor), okafor)

    event = orders.handle_event(event=GatewayEvent.objects.get())
    a_payment_under_way()

    assert (event.processed_at, settle().state) == (None, PaymentState.SUCCEEDED)


def test_a_failure_after_the_success_changes_nothing(client_for, okafor) -> None:
    a_payment_under_way()
    send(client_for(okafor), okafor)
    settle()

    send(client_for(okafor), okafor, id="evt_2", kind="payment.failed")
    orders.handle_event(event=GatewayEvent.objects.get(event_id="evt_2"))

    assert Payment.objects.get().state == PaymentState.SUCCEEDED


def test_events_of_two_businesses_with_one_id_are_two(client_for, okafor, other) -> None:
    codes = [send(client_for(tenant), tenant) for tenant in (okafor, other)]

    with enter(other):
        theirs = GatewayEvent.objects.count()
    assert (codes, GatewayEvent.objects.count(), theirs) == ([200, 200], 1, 1)
