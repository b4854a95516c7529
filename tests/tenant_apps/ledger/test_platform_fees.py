"""The platform's fee on every charge: asked of the gateway, posted, and given back with the sale."""

import pytest

from marque.kit.money import Money
from shared_apps.integrations import resilience
from shared_apps.integrations.stripe.gateway import StripeGateway
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.queries import problems
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Payment
from tenant_apps.orders.tasks import tidy
from tenant_apps.payments.models import SavedMethod
from tests.tenant_apps.ledger.factories import a_refund, balances, check_now
from tests.tenant_apps.payments.stripe_shop import collected, connected, take_events
from tests.tenant_apps.selling import an_offer, an_order

PLATFORM = "acct_platform"


@pytest.fixture(autouse=True)
def five_percent(monkeypatch) -> None:
    """What the plan says."""
    fee = lambda tenant, net: Money(net.amount * 5 // 100, net.currency)  # noqa: E731
    monkeypatch.setattr("tenant_apps.orders.actions.paying.sales_fee", fee)
    monkeypatch.setattr("tenant_apps.ledger.actions.platform_fees.sales_fee", fee)


def a_sale(method: str = "pm_card_visa"):
    return orders.pay(order=an_order(an_offer(price=10_000)), method=method).order


def a_lost_refund(double, order) -> int:
    """Stripe gave all of it back, and its answer never came; where its events begin."""
    began, double.losing = len(double.events), 9
    with pytest.raises(orders.RefundFailed):
        a_refund(order, 10_000)
    double.losing = 0
    return began


def a_dispute(order, *, won: bool) -> None:
    dispute = orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total)
    orders.close_dispute(dispute=dispute, won=won)


def test_a_direct_charge_leaves_the_fee_with_the_platform(double, deliver_facts) -> None:
    connected(double)

    a_sale()
    deliver_facts()

    payment = Payment.objects.get()
    assert (payment.platform_fee_amount, payment.platform_fee_at_source, payment.fee_amount) == (500, True, 320)
    assert double.books(PLATFORM).balance("usd") == 500
    # in cash is what the account at Stripe has; nothing is owed to the platform any more
    assert balances() == {"cash": -9_180, "creator": 9_180}


@pytest.mark.parametrize(("amount", "left"), [(10_000, 0), (5_000, 250), (3_333, 334)])
def test_a_refund_brings_the_fee_back_in_proportion(double, deliver_facts, amount, left) -> None:
    connection = connected(double)
    order = a_sale()
    deliver_facts()

    a_refund(order, amount)
    deliver_facts()

    assert double.books(PLATFORM).balance("usd") == left
    assert balances()["cash"] == -double.books(connection.account).balance("usd")
    assert "platform_fee" not in balances()
    assert problems() == []
    check_now()


def test_refunds_in_parts_leave_what_the_gateway_has(double, deliver_facts) -> None:
    connection = connected(double)
    order = a_sale()
    deliver_facts()

    for amount in (3_333, 3_333, 3_334):
        a_refund(order, amount)
        deliver_facts()

    assert balances()["cash"] == -double.books(connection.account).balance("usd")
    check_now()


def told_first(monkeypatch, double, account: str) -> None:
    """Stripe's webhook is handled before its answer to our own call is."""
    answer = StripeGateway.refund

    def refund(gateway, request):
        began = len(double.events)
        answered = answer(gateway, request)
        take_events(double, account, began)
        return answered

    monkeypatch.setattr(StripeGateway, "refund", refund)


@pytest.mark.parametrize("amount", [10_000, 3_333])
def test_a_webhook_before_the_answer_leaves_the_same_book(double, monkeypatch, deliver_facts, amount) -> None:
    connection = connected(double)
    order = a_sale()
    deliver_facts()
    told_first(monkeypatch, double, connection.account)

    a_refund(order, amount)
    deliver_facts()

    assert order.refunds.get().platform_fee_amount == amount * 5 // 100
    assert balances()["cash"] == -double.books(connection.account).balance("usd")
    assert "platform_fee" not in balances()
    check_now()


def test_a_webhook_in_place_of_an_answer_that_was_lost_brings_the_fee_back(double, deliver_facts) -> None:
    connection = connected(double)
    order = a_sale()
    deliver_facts()
    began = a_lost_refund(double, order)

    take_events(double, connection.account, began)
    deliver_facts()

    assert (order.refunds.get().platform_fee_amount, balances()) == (500, {"cash": 320, "creator": -320})


def test_a_webhook_waits_while_nobody_says_what_came_back(double, monkeypatch, deliver_facts) -> None:
    connection = connected(double)
    order = a_sale()
    deliver_facts()
    began = a_lost_refund(double, order)
    double.down = 3

    take_events(double, connection.account, began)
    waiting = order.refunds.under_way().exists()
    monkeypatch.setattr(resilience, "_breakers", {})  # it has cooled down
    tidy.run()

    assert (waiting, order.refunds.get().platform_fee_amount) == (True, 500)


def test_a_lost_dispute_brings_the_fee_back_once(double, deliver_facts) -> None:
    connected(double)
    order = a_sale()
    a_dispute(order, won=False)
    deliver_facts()

    done = [ledger.return_lost_fees() for _time in "12"]

    assert (done, double.books(PLATFORM).balance("usd")) == ([1, 0], 0)
    assert "platform_fee" not in balances()
    check_now()


def test_a_fee_that_does_not_come_back_stays_in_the_book_and_is_asked_again(double, deliver_facts) -> None:
    connected(double)
    order = a_sale()
    a_dispute(order, won=False)
    deliver_facts()
    double.down = 3

    first = ledger.return_lost_fees()
    waiting = balances()["platform_fee"]
    again = ledger.return_lost_fees()

    assert (first, waiting, again, "platform_fee" in balances()) == (0, -500, 1, False)


def test_a_won_dispute_keeps_the_fee(double, deliver_facts) -> None:
    connected(double)
    order = a_sale()
    a_dispute(order, won=True)
    deliver_facts()

    assert (ledger.return_lost_fees(), double.books(PLATFORM).balance("usd")) == (0, 500)


def test_where_the_platform_collects_the_fee_never_reaches_the_business(double, deliver_facts) -> None:
    collected()

    order = a_sale()
    deliver_facts()
    sold = balances()
    a_refund(order, 10_000)
    deliver_facts()

    intent = next(thing for thing in double.books(PLATFORM).things.values() if thing["object"] == "payment_intent")
    assert (intent["application_fee_amount"], intent["metadata"]["order"]) == (None, order.code)
    assert sold == {"cash": -9_180, "creator": 9_180}
    assert balances() == {"cash": 320, "creator": -320}


def test_a_business_with_keys_of_its_own_owes_the_fee(double, deliver_facts) -> None:
    from tenant_apps.payments import actions as payments
    from tests.tenant_apps.payments.test_stripe_checkout import OWN

    payments.connect_gateway(gateway="stripe", keys=OWN, by="ada@okafor.example")
    payments.choose_gateway(gateway="stripe", merchant="creator", by="ada@okafor.example")

    a_sale()
    deliver_facts()

    assert (Payment.objects.get().platform_fee_at_source, balances()["platform_fee"]) == (False, 500)


def test_a_charge_with_a_kept_card_carries_the_fee_too(double) -> None:
    connected(double)
    first = orders.pay(order=an_order(an_offer(price=10_000)), method="pm_card_visa", save_method=True)

    orders.pay_with_saved(order=an_order(first.order.lines.get().offer), saved=SavedMethod.objects.get())

    assert list(Payment.objects.values_list("platform_fee_amount", flat=True)) == [500, 500]
    assert double.books(PLATFORM).balance("usd") == 1_000


def test_a_changed_plan_changes_nothing_that_was_charged(double, monkeypatch, deliver_facts) -> None:
    connected(double)
    a_sale()
    monkeypatch.setattr(
        "tenant_apps.ledger.actions.platform_fees.sales_fee", lambda tenant, net: Money(9_000, net.currency)
    )

    deliver_facts()

    assert balances()["creator"] == 9_180
