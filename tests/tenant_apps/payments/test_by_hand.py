"""Bank transfer and cash: what the buyer is told, what the owner notes, and what time does."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.instructions import instructions_for
from tenant_apps.orders.models import Arrival, Awaited, Order, Payment, PaymentState
from tenant_apps.orders.queries import receipt_path
from tests.tenant_apps.payments import vendors
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import EMAIL, NAME, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT = "/checkout/second-number/"


@pytest.fixture(autouse=True)
def _by_hand(in_okafor) -> None:
    vendors.use("manual", vendors.MANUAL_KEYS)


def buy(browser, method: str = "transfer") -> Payment:
    an_offer()
    form = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME, "by_hand": method}
    answer = browser.post(CHECKOUT, form)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Payment.objects.get()


def arrives(payment: Payment, amount: int, key=None, currency: str = "USD") -> Awaited:
    return orders.note_arrival(
        payment=payment,
        amount=Money(amount, currency),
        arrived_on=clock.now().date(),
        form_key=key or uuid4(),
        by="ada",
    )


def letters() -> list[str]:
    return [mail.subject for mail in SentEmail.objects.filter(purpose="payment_awaited").order_by("pk")]


def test_buying_shows_how_to_pay_and_writes_it(client_for, okafor, deliver_facts) -> None:
    browser = client_for(okafor)
    payment = buy(browser)
    deliver_facts()

    page = browser.get(receipt_path(payment.order)).content.decode()

    mail = SentEmail.objects.get(purpose="payment_awaited")
    assert (payment.state, payment.order.paid_at) == (PaymentState.STARTED, None)
    for words in (payment.reference, "DE89 3704 0044 0532 0130 00", "$490.00"):
        assert words in page and words in mail.text
    assert ('http-equiv="refresh"' in page, "<svg" in page.partition("how-to-pay")[2][:4000]) == (False, False)


def test_euros_get_a_code_to_scan(client_for, okafor) -> None:
    payment = buy(client_for(okafor))
    Payment.objects.update(currency="EUR")

    how = instructions_for(Awaited.objects.get(payment=payment))

    assert how.code.startswith("<svg") and "style=" not in how.code


def test_cash_says_where(client_for, okafor) -> None:
    browser = client_for(okafor)
    payment = buy(browser, "cash")

    page = browser.get(receipt_path(payment.order)).content.decode()

    assert ("At the studio, any weekday." in page, payment.reference in page) == (True, False)


def test_money_that_comes_in_parts_pays_when_all_is_there(client_for, okafor, deliver_facts) -> None:
    payment = buy(client_for(okafor))
    arrives(payment, 20_000)
    deliver_facts()
    half = Order.objects.get().paid_at

    awaited = arrives(payment, 29_000)
    deliver_pending()

    assert (half, Order.objects.get().number, awaited.surplus.amount) == (None, 1, 0)
    assert (Payment.objects.get().state, Payment.objects.get().fee_amount) == (PaymentState.SUCCEEDED, 0)
    assert letters() == ["How to pay for The Second Number", "$290.00 is still missing for The Second Number"]


def test_too_much_pays_and_is_shown_until_it_is_given_back(client_for, okafor) -> None:
    payment = buy(client_for(okafor))

    awaited = arrives(payment, 50_000)
    key = uuid4()
    for _time in "12":
        orders.give_surplus_back(payment=payment, form_key=key, arrived_on=clock.now().date(), by="ada")

    assert (Order.objects.get().number, awaited.payment.amount) == (1, 49_000)
    assert [each.amount for each in Arrival.objects.order_by("pk")] == [50_000, -1_000]
    with pytest.raises(orders.NoSurplus):
        orders.give_surplus_back(payment=payment, form_key=uuid4(), arrived_on=clock.now().date(), by="ada")


def test_the_same_form_twice_is_one_arrival(client_for, okafor) -> None:
    payment, key = buy(client_for(okafor)), uuid4()

    for _time in "12":
        arrives(payment, 20_000, key)

    assert Arrival.objects.count() == 1


@pytest.mark.parametrize(("amount", "currency"), [(0, "USD"), (-1, "USD"), (10**40, "USD"), (49_000, "EUR")])
def test_what_is_no_amount_is_refused(client_for, okafor, amount, currency) -> None:
    payment = buy(client_for(okafor))

    with pytest.raises(orders.BadArrival):
        arrives(payment, amount, currency=currency)

    assert not Arrival.objects.exists()


def test_nobody_is_charged_given_up_or_looked_up_while_it_is_waited_for(client_for, okafor) -> None:
    buy(client_for(okafor))

    for days in (1, 5, 13):
        now = clock.now() + timedelta(days=days)
        orders.reconcile_payments(now=now)
        orders.cancel_abandoned(now=now)
        orders.release_overheld(now=now)
        orders.end_waits(now=now)

    order = Order.objects.get()
    assert (order.state, Payment.objects.get().state) == ("placed", PaymentState.STARTED)


def test_reminders_go_once_before_the_day_and_once_after(client_for, okafor, deliver_facts) -> None:
    buy(client_for(okafor))
    deliver_facts()

    for days in (1, 11.5, 12, 13, 15, 16):
        with clock.fixed(clock.now() + timedelta(days=days)):
            orders.remind_of_awaited(now=clock.now())
            deliver_facts()

    assert letters()[1:] == ["The Second Number waits for your payment"] * 2


def test_what_never_comes_is_let_go_with_its_place(client_for, okafor, deliver_facts) -> None:
    payment = buy(client_for(okafor))
    offer = payment.order.lines.get().offer
    taken = type(offer).objects.get(pk=offer.pk).taken

    with clock.fixed(clock.now() + timedelta(days=22)):
        ended = orders.end_waits(now=clock.now())
        orders.cancel_abandoned(now=clock.now())
        deliver_facts()

    offer.refresh_from_db()
    assert (ended, Payment.objects.get().state, Order.objects.get().state) == (1, PaymentState.FAILED, "cancelled")
    assert (taken - offer.taken, letters()[-1]) == (taken, "Your order of The Second Number is cancelled")


def test_what_came_in_part_is_not_let_go(client_for, okafor) -> None:
    payment = buy(client_for(okafor))
    arrives(payment, 100)

    assert orders.end_waits(now=clock.now() + timedelta(days=60)) == 0
    assert orders.stop_waiting(payment=payment) is False


def test_money_that_comes_after_all_pays_all_the_same(client_for, okafor) -> None:
    payment = buy(client_for(okafor))
    orders.end_waits(now=clock.now() + timedelta(days=22))
    orders.cancel_abandoned(now=clock.now() + timedelta(days=22))

    arrives(payment, 49_000)

    assert (Order.objects.get().number, Order.objects.get().state) == (1, "paid")


def test_the_owner_notes_it_in_the_studio(client_for, okafor) -> None:
    payment = buy(client_for(okafor))
    alice, address = browser_of(client_for, okafor, Role.OWNER), f"/studio/orders/{payment.order.code}/"
    form = {"form_key": str(uuid4()), "amount": "490", "arrived_on": clock.now().date().isoformat()}

    shown = alice.get(address).content.decode()
    wrong = alice.post(f"{address}arrival/", form | {"amount": "much"})
    done = alice.post(f"{address}arrival/", form)

    assert ("Waiting for the money" in shown, wrong.status_code, done.status_code) == (True, 422, 302)
    assert Order.objects.get().state == "paid"


def test_noting_money_is_for_those_who_may_give_it_back(client_for, okafor) -> None:
    payment = buy(client_for(okafor))
    address = f"/studio/orders/{payment.order.code}/arrival/"

    support = browser_of(client_for, okafor, Role.SUPPORT).post(address, {"amount": "490"})

    assert (support.status_code in (302, 403), Arrival.objects.count()) == (True, 0)


def test_a_refund_by_hand_is_noted(client_for, okafor, deliver_facts) -> None:
    payment = buy(client_for(okafor))
    arrives(payment, 49_000)

    order = orders.refund_order(order=Order.objects.get(), reason="Asked")

    assert (order.refunded_at is not None, order.refunds.get().reference.startswith(payment.reference)) == (True, True)
