import json
from datetime import timedelta

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.sandbox import webhooks
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import GatewayEvent, Order, Payment, PaymentState
from tenant_apps.orders.tasks import handle_gateway_event
from tests.tenant_apps.selling import a_paid_order, an_order, card_token, webhook_secret

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


def tell(browser: Client, tenant: CurrentTenant, **changes: object) -> GatewayEvent:
    """Send an event about the payment that was made, and handle it."""
    payment = Payment.objects.get()
    code = send(browser, tenant, **{"reference": payment.reference, **changes})
    assert code == 200
    return orders.handle_event(event=GatewayEvent.objects.get(event_id=changes["id"]))


def test_a_dispute_is_noted_with_its_reason_and_date(client_for, okafor) -> None:
    order = a_paid_order()

    tell(
        client_for(okafor),
        okafor,
        id="e",
        kind="dispute.opened",
        subject="dp_1",
        reason="fraudulent",
        due_at=2_000_000_000,
    )

    dispute = order.disputes.get()
    assert (dispute.reference, dispute.reason, dispute.state, dispute.evidence_due_at.year) == (
        "dp_1",
        "fraudulent",
        "open",
        2033,
    )


def test_a_decision_that_overtakes_its_dispute_is_kept(client_for, okafor) -> None:
    order, browser = a_paid_order(), client_for(okafor)

    tell(browser, okafor, id="lost", kind="dispute.lost", subject="dp_1")
    tell(browser, okafor, id="opened", kind="dispute.opened", subject="dp_1")

    assert [dispute.state for dispute in order.disputes.all()] == ["lost"]


def test_a_refund_made_at_the_gateway_is_noted_once(client_for, okafor) -> None:
    order, browser = a_paid_order(), client_for(okafor)

    for number in "12":
        tell(browser, okafor, id=f"r{number}", kind="refund.settled", subject="re_1", amount=9_000)

    assert [(refund.reference, refund.amount) for refund in order.refunds.all()] == [("re_1", 9_000)]


def test_a_refund_of_ours_is_not_noted_again(client_for, okafor) -> None:
    order = a_paid_order()
    orders.refund_order(order=order, reason="Asked")
    ours = order.refunds.get()

    tell(client_for(okafor), okafor, id="r", kind="refund.settled", subject=ours.reference)

    assert order.refunds.count() == 1


def test_a_fee_that_is_known_later_is_noted(client_for, okafor) -> None:
    a_paid_order()
    Payment.objects.update(fee_amount=None)

    tell(client_for(okafor), okafor, id="f", kind="payment.fee_known", fee=1451)

    assert Payment.objects.get().fee_amount == 1451


def test_money_that_comes_after_we_gave_up_pays_the_order(client_for, okafor) -> None:
    orders.give_up(payment=a_payment_under_way())

    tell(client_for(okafor), okafor, id="late")

    payment = Payment.objects.get()
    assert (payment.state, payment.order.number, payment.failure_code) == (PaymentState.SUCCEEDED, 1, "")


def test_money_that_comes_for_a_paid_order_goes_back(client_for, okafor, monkeypatch) -> None:
    first = orders.give_up(payment=a_payment_under_way())
    order = orders.pay(order=first.order, method=card_token()).order
    given: list[port.RefundRequest] = []
    monkeypatch.setattr(SandboxGateway, "refund", lambda self, request: given.append(request))

    assert send(client_for(okafor), okafor) == 200
    settle_all()

    assert [(back.reference, back.money) for back in given] == [("sbx_pay_1", order.total)]
    assert order.payments.succeeded().count() == 1


@pytest.mark.parametrize("kind", ["dispute.opened", "dispute.won", "dispute.lost", "refund.settled", "refund.failed"])
def test_what_becomes_of_money_that_went_back_is_not_the_orders(client_for, okafor, kind) -> None:
    first = orders.give_up(payment=a_payment_under_way())
    order = orders.pay(order=first.order, method=card_token()).order

    assert send(client_for(okafor), okafor, kind=kind, subject="re_1") == 200
    settle_all()

    order.refresh_from_db()
    assert (order.refunds.count(), order.disputes.count(), order.refunded_at) == (0, 0, None)


def test_money_of_a_payment_given_up_does_not_pay_an_order_that_asks_for_more(client_for, okafor, monkeypatch) -> None:
    orders.give_up(payment=a_payment_under_way())
    Order.objects.update(subtotal_amount=60_000, total_amount=60_000)
    given: list[port.RefundRequest] = []
    monkeypatch.setattr(SandboxGateway, "refund", lambda self, request: given.append(request))

    assert send(client_for(okafor), okafor) == 200
    settle_all()

    assert [(back.reference, back.money.amount) for back in given] == [("sbx_pay_1", 49_000)]
    assert (Payment.objects.get().state, Order.objects.get().paid_at) == (PaymentState.FAILED, None)


def test_a_webhook_too_large_is_turned_away(client_for, okafor) -> None:
    answer = client_for(okafor).post("/webhooks/sandbox/", b"x" * 70_000, content_type="application/json")

    assert answer.status_code == 413


def test_the_same_webhook_a_hundred_times_is_one_order_and_one_number(client_for, okafor) -> None:
    a_payment_under_way()
    browser = client_for(okafor)

    codes = {send(browser, okafor) for _time in range(100)}
    for _time in range(100):
        settle()

    assert (codes, GatewayEvent.objects.count(), Payment.objects.get().order.number) == ({200}, 1, 1)
    assert Event.objects.filter(fact="orders.OrderPaid").count() == 1


def test_a_replay_of_a_caught_request_is_refused_after_five_minutes(client_for, okafor) -> None:
    body = json.dumps({"id": "evt_1"}).encode()
    signature = webhooks.sign(body, secret=webhook_secret(str(okafor.id)), at=clock.now() - timedelta(days=1))

    answer = client_for(okafor).post(
        "/webhooks/sandbox/", body, content_type="application/json", headers={"Sandbox-Signature": signature}
    )

    assert (answer.status_code, GatewayEvent.objects.count()) == (400, 0)


def test_an_event_a_day_late_still_settles(client_for, okafor) -> None:
    a_payment_under_way()
    yesterday = int((clock.now() - timedelta(days=1)).timestamp())

    tell(client_for(okafor), okafor, id="late", occurred_at=yesterday)

    assert Payment.objects.get().state == PaymentState.SUCCEEDED


def settle_all() -> None:
    for event in GatewayEvent.objects.order_by("pk"):
        orders.handle_event(event=event)


@pytest.mark.parametrize("kind", ["refund.settled", "dispute.opened", "dispute.lost"])
def test_what_goes_back_waits_for_the_news_that_it_came(client_for, okafor, kind) -> None:
    a_payment_under_way()
    send(client_for(okafor), okafor, id="back", kind=kind, subject="re_1")
    settle_all()
    waiting = GatewayEvent.objects.get().processed_at

    send(client_for(okafor), okafor, id="came")
    settle_all()
    settle_all()

    order = Order.objects.get()
    assert (waiting, order.number, order.refunds.count() + order.disputes.count()) == (None, 1, 1)
    assert not GatewayEvent.objects.filter(processed_at=None).exists()
