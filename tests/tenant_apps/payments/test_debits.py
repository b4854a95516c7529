"""What a buyer pays at Klarna or by a debit of their account, which takes its bank days; over HTTP with the double."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.ledger.queries import problems
from tenant_apps.orders import actions as orders
from tenant_apps.orders.links import return_url
from tenant_apps.orders.models import Order, Payment, PaymentState, Subscription
from tenant_apps.orders.queries import receipt_path
from tenant_apps.orders.terms import Terms
from tenant_apps.payments import actions as payments
from tests.doubles.stripe import debits
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.payments.stripe_shop import BY, stripe, take_events
from tests.tenant_apps.selling import EMAIL, NAME, a_product, an_order
from tests.tenant_apps.subscribing import an_order_to_subscribe, renew

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")
CHECKOUT = "/checkout/in-euros/"
GOOD, REFUSED, CALLED_BACK = "pm_success_at", "pm_insufficientFunds_at", "pm_disputed_at"


@pytest.fixture
def double(settings, monkeypatch, in_okafor):
    with stripe(settings, monkeypatch) as running:
        payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)
        payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)
        yield running


def in_euros(slug: str = "in-euros"):
    offer = catalog.create_offer(
        slug=slug, title="In euros", summary="", products=[a_product()], price=Money(49_000, "EUR")
    )
    return catalog.publish_offer(offer=offer)


def buy(browser, double, method: str) -> Payment:
    in_euros()
    token = double.confirmation_token(method)
    form = {"order_key": str(uuid4()), "price": "49000 EUR", "email": EMAIL, "name": NAME, "method": token}
    assert browser.post(CHECKOUT, form).status_code == 302
    return Payment.objects.get()


def decided(double, payment: Payment) -> Payment:
    """Days later the bank has answered, and Stripe tells of it."""
    debits.answer(double.books(), payment.reference)
    take_events(double, "acct_own")
    return Payment.objects.get(pk=payment.pk)


def letters(*purposes: str) -> list[str]:
    return [mail.subject for mail in SentEmail.objects.filter(purpose__in=purposes).order_by("pk")]


def test_while_a_bank_takes_days_the_buyer_is_told_and_nothing_opens(client_for, okafor, double, deliver_facts) -> None:
    browser = client_for(okafor)
    payment = buy(browser, double, GOOD)
    deliver_facts()

    page = browser.get(receipt_path(payment.order)).content.decode()

    assert "We are waiting for your bank" in page and "SEPA debit ending 3201" in page
    assert (payment.state, payment.order.paid_at) == (PaymentState.STARTED, None)
    assert letters("payment_pending", "receipt") == ["We are waiting for your bank: In euros"]


def test_days_of_asking_change_nothing_and_then_it_is_paid_once(client_for, okafor, double, deliver_facts) -> None:
    payment = buy(client_for(okafor), double, GOOD)
    deliver_facts()
    for days in range(6):
        later = clock.now() + timedelta(days=days)
        orders.reconcile_payments(now=later)
        orders.cancel_abandoned(now=later)
    decided(double, payment)

    paid = decided_again(double, payment)

    deliver_facts()
    assert (paid.state, paid.order.number, double.count("charge")) == (PaymentState.SUCCEEDED, 1, 1)
    assert (len(letters("payment_pending")), len(letters("receipt")), problems()) == (1, 1, [])


def decided_again(double, payment: Payment) -> Payment:
    take_events(double, "acct_own")
    orders.note_missing_fees(now=clock.now() + timedelta(minutes=5))
    return Payment.objects.get(pk=payment.pk)


def test_a_debit_that_fails_late_is_told_and_may_be_paid_again(client_for, okafor, double, deliver_facts) -> None:
    browser = client_for(okafor)
    payment = decided(double, buy(browser, double, REFUSED))
    deliver_facts()

    page = browser.get(receipt_path(payment.order)).content.decode()

    assert (payment.state, payment.order.paid_at) == (PaymentState.FAILED, None)
    assert "Your bank did not pay. Nothing was charged." in page
    assert letters("payment_pending", "receipt")[-1] == "Your payment for In euros did not go through"


def test_a_debit_whose_webhook_is_lost_is_found(client_for, okafor, double) -> None:
    payment = buy(client_for(okafor), double, GOOD)
    debits.answer(double.books(), payment.reference)

    orders.reconcile_payments(now=clock.now() + timedelta(days=5))

    assert Payment.objects.get().state == PaymentState.SUCCEEDED


def test_money_called_back_after_weeks_is_a_dispute_lost(client_for, okafor, double, deliver_facts) -> None:
    payment = decided(double, buy(client_for(okafor), double, CALLED_BACK))
    deliver_facts()
    order = Order.objects.get(pk=payment.order_id)

    take_events(double, "acct_own")

    assert [dispute.state for dispute in order.disputes.all()] == ["lost"]
    assert problems() == []


@pytest.mark.parametrize(("approved", "state"), [(True, PaymentState.SUCCEEDED), (False, PaymentState.FAILED)])
def test_whoever_comes_back_from_klarna_has_paid_or_not(client_for, okafor, double, approved, state) -> None:
    browser = client_for(okafor)
    payment = buy(browser, double, "pm_klarna")
    double.answer_bank(payment.action_token, approved=approved)

    answer = browser.get(urlsplit(return_url(payment)).path, {"redirect_status": "succeeded"})

    payment.refresh_from_db()
    assert (payment.state, payment.card, answer.status_code) == (state, "Klarna", 302)


def test_whoever_does_not_come_back_from_klarna_has_paid_by_webhook_alone(client_for, okafor, double) -> None:
    payment = buy(client_for(okafor), double, "pm_klarna")
    double.answer_bank(payment.action_token, approved=True)

    for _time in "123":
        take_events(double, "acct_own")

    payment.refresh_from_db()
    assert (payment.state, payment.order.number, double.count("charge")) == (PaymentState.SUCCEEDED, 1, 1)


def test_whoever_leaves_at_klarna_is_let_go_after_a_while(client_for, okafor, double) -> None:
    buy(client_for(okafor), double, "pm_klarna")

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=30))

    assert (Payment.objects.get().state, double.count("charge")) == (PaymentState.FAILED, 0)


def subscribed(double) -> Subscription:
    """A month is debited from an account, and its bank has paid."""
    terms = Terms(amount=49_000, currency="EUR", interval="month")
    order = an_order_to_subscribe(terms, in_euros())
    payment = orders.pay(order=order, method=double.confirmation_token(GOOD))
    decided(double, payment)
    return Subscription.objects.get(order=order)


def test_a_subscription_begins_with_the_banks_answer_and_renews_by_its_mandate(double, deliver_facts) -> None:
    held = subscribed(double)
    due = held.period_ends_at
    held = renew(held, due + timedelta(hours=1))
    second = Payment.objects.latest("pk")
    for days in (1, 2, 3):
        held = renew(held, due + timedelta(days=days))
    with clock.fixed(due + timedelta(days=4)):
        decided(double, second)

    held.refresh_from_db()
    deliver_facts()
    assert (str(held.method), held.terms_paid, held.past_due_since) == ("SEPA debit ending 3201", 2, None)
    assert (double.count("charge"), letters("payment_pending"), problems()) == (2, [], [])


def test_a_renewal_whose_debit_fails_days_later_is_overdue_once(double, deliver_facts) -> None:
    held = subscribed(double)
    late = held.period_ends_at + timedelta(days=4)
    renew(held, held.period_ends_at + timedelta(hours=1))
    second = Payment.objects.latest("pk")

    with clock.fixed(late):
        debits.answer(double.books(), second.reference, "insufficient_funds")
        for _time in "12":
            take_events(double, "acct_own")

    held.refresh_from_db()
    deliver_facts()
    assert (held.failures, held.past_due_since, held.due_at > late) == (1, late, True)
    assert "Your payment for" not in str(letters("payment_pending"))


def test_an_account_whose_debit_was_called_back_is_not_debited_again(double) -> None:
    held = subscribed(double)
    renew(held, held.period_ends_at + timedelta(hours=1))
    second = Payment.objects.latest("pk")
    debits.answer(double.books(), second.reference)
    double.books().dispute(second.reference)
    again = orders.pay_with_saved(order=an_order(in_euros("once-more")), saved=held.method or refreshed(held).method)

    assert (again.state, double.count("charge")) == (PaymentState.FAILED, 2)


def refreshed(held: Subscription) -> Subscription:
    held.refresh_from_db()
    return held
