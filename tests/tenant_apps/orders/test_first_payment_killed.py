"""kill -9 between any two steps of the first payment, with each gateway: paid once, charged once, nothing lost."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.integrations import resilience
from shared_apps.practice.models import PracticeMovement, PracticePayment
from tenant_apps.accounts.models import User
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Awaited, GatewayEvent, Order, OrderCounter, Payment, PaymentState
from tenant_apps.payments.models import GatewayConnection, PaymentSettings, SavedMethod
from tenant_apps.people.models import Person
from tests.doubles.stripe import StripeDouble
from tests.provisioning.killing import killed_at
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.payments import vendors
from tests.tenant_apps.selling import EMAIL, an_order, card_token

WORK = """
from marque.kit.facts import outbox
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.orders import actions, gateways
from tenant_apps.orders.actions import asking, recording, settling
from tenant_apps.orders.models import Order, Payment
outbox.nudge = lambda ids: None

with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    kind = type(gateways.our_gateway())
    dying(kind, "charge", "intent committed", "asked")
    dying(kind, "confirm", "back from there", "taken")
    dying(recording, "mark_paid", "not yet paid", "paid, not committed")
    dying(asking, "record_payment", after="answer committed")
    {what}
    die("everything done")
"""
PAY = "actions.pay(order=Order.objects.get(), method={method!r})"
ANSWER = "actions.answer_challenge(payment=Payment.objects.get(), approved=True)"


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    monkeypatch.setattr(resilience, "_breakers", {})
    yield okafor
    with enter(okafor):
        Order.objects.all().delete()
        Offer.objects.all().delete()
        for model in (
            Product,
            OrderCounter,
            Event,
            GatewayEvent,
            SavedMethod,
            GatewayConnection,
            PaymentSettings,
            Person,
        ):
            model.objects.all().delete()
        User.objects.filter(email=EMAIL).delete()
    for book in (PracticeMovement, PracticePayment):
        book.objects.filter(account=str(okafor.id)).delete()


@contextmanager
def _stripe(settings: Any) -> Iterator[StripeDouble]:
    with StripeDouble() as running:
        settings.STRIPE_API = running.url
        vendors.use("stripe", OWN)
        yield running


@contextmanager
def _practice(settings: Any) -> Iterator[None]:
    yield None


@contextmanager
def _manual(settings: Any) -> Iterator[None]:
    vendors.use("manual", vendors.MANUAL_KEYS)
    yield None


VENDORS: dict[str, tuple[Any, str]] = {
    "sandbox": (_practice, ""),
    "stripe": (_stripe, "STRIPE_API"),
    "paypal": (vendors.paypal, "PAYPAL_API"),
    "razorpay": (vendors.razorpay, "RAZORPAY_API"),
    "manual": (_manual, ""),
}
METHODS = {"stripe": "pm_card_visa", "paypal": "paypal", "razorpay": "razorpay", "manual": "transfer"}
RETURNS = ["taken", "paid, not committed", "answer committed"]
DIRECT = ["intent committed", "asked", "paid, not committed", "answer committed"]


@contextmanager
def running(name: str, settings: Any, monkeypatch: Any) -> Iterator[Any]:
    """The gateway's double, known to the process that dies, too."""
    start, variable = VENDORS[name]
    with start(settings) as double:
        if variable:
            monkeypatch.setitem(os.environ, variable, double.url)
        yield double


def look_again() -> None:
    """What the minutely sweep does, for an hour."""
    for minutes in (2, 25, 50):
        with clock.fixed(clock.now() + timedelta(minutes=minutes)):
            orders.reconcile_payments(now=clock.now())


def charges(name: str, double: Any, tenant: CurrentTenant) -> int:
    """How often money was taken."""
    if name == "sandbox":
        return PracticeMovement.objects.filter(account=str(tenant.id), kind="payment").count()
    if name == "stripe":
        return int(double.count("charge"))
    if name == "paypal":
        return len(double.books.captures)
    return sum(each["status"] == "captured" for each in double.books.payments.values())


@pytest.mark.parametrize("step", DIRECT)
@pytest.mark.parametrize("name", ["sandbox", "stripe"])
def test_a_card_payment_that_is_killed_is_charged_exactly_once(committed, settings, monkeypatch, name, step) -> None:
    with enter(committed), running(name, settings, monkeypatch) as double:
        an_order()
        method = card_token() if name == "sandbox" else METHODS[name]
        killed = killed_at(step, WORK.replace("{what}", PAY.format(method=method)))

        look_again()

        order = Order.objects.get()
        assert (killed, order.number, Payment.objects.get().state) == (True, 1, PaymentState.SUCCEEDED)
        assert (charges(name, double, committed), Event.objects.filter(fact="orders.OrderPaid").count()) == (1, 1)


@pytest.mark.parametrize(
    "step", ["back from there", "taken", "not yet paid", "paid, not committed", "answer committed"]
)
@pytest.mark.parametrize("name", ["paypal", "razorpay"])
def test_a_return_that_is_killed_takes_the_money_exactly_once(committed, settings, monkeypatch, name, step) -> None:
    with enter(committed), running(name, settings, monkeypatch) as double:
        payment = orders.pay(order=an_order(), method=METHODS[name])
        there = double.order_of(payment.action_token)
        double.books.approve(there) if name == "paypal" else double.books.pay(there)
        killed = killed_at(step, WORK.replace("{what}", ANSWER))

        look_again()

        assert (killed, Order.objects.get().number, Payment.objects.get().state) == (True, 1, PaymentState.SUCCEEDED)
        assert (charges(name, double, committed), Event.objects.filter(fact="orders.OrderPaid").count()) == (1, 1)


@pytest.mark.parametrize("step", ["asked", "answer committed"])
@pytest.mark.parametrize("name", ["paypal", "razorpay"])
def test_a_buyer_whose_way_there_is_killed_pays_nothing_and_may_begin_again(
    committed, settings, monkeypatch, name, step
) -> None:
    with enter(committed), running(name, settings, monkeypatch) as double:
        order = an_order()
        killed = killed_at(step, WORK.replace("{what}", PAY.format(method=METHODS[name])))
        look_again()
        given_up = Payment.objects.get().state

        payment = orders.pay(order=order, method=METHODS[name])
        there = double.order_of(payment.action_token)
        double.books.approve(there) if name == "paypal" else double.books.pay(there)
        orders.answer_challenge(payment=payment, approved=True)

        assert (killed, given_up, Order.objects.get().number) == (True, PaymentState.FAILED, 1)
        assert charges(name, double, committed) == 1


@pytest.mark.parametrize("step", ["asked", "answer committed"])
def test_a_transfer_that_is_killed_is_waited_for_once(committed, settings, monkeypatch, step) -> None:
    with enter(committed), running("manual", settings, monkeypatch):
        an_order()
        killed = killed_at(step, WORK.replace("{what}", PAY.format(method="transfer")))

        look_again()

        awaited = Awaited.objects.get()
        assert (killed, awaited.payment.state, awaited.payment.reference[:2]) == (True, PaymentState.STARTED, "RF")
        assert Event.objects.filter(fact="orders.PaymentAwaited").count() == 1
