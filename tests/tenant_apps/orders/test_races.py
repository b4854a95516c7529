"""What only real commits show: the same form sent many times at once is one order and one charge."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from shared_apps.practice.models import PracticeMovement, PracticePayment
from tenant_apps.accounts.models import User
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Invoice, Order, OrderCounter, Payment, Seller
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.orders.documents import a_seller
from tests.tenant_apps.selling import EMAIL, NAME, a_paid_order, an_offer, an_order, card_fields, card_token

CLICKS = 4


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    yield okafor
    with enter(okafor):
        Invoice.objects.all()._raw_delete("default")
        Seller.objects.all().delete()
        Order.objects.all().delete()
        Offer.objects.all().delete()
        for model in (Product, OrderCounter, Event, Person):
            model.objects.all().delete()
        User.objects.filter(email=EMAIL).delete()
    PracticePayment.objects.filter(account=str(okafor.id)).delete()


@pytest.fixture
def charges(monkeypatch) -> list[str]:
    """The idempotency keys the gateway was charged with."""
    seen: list[str] = []
    real = SandboxGateway.charge

    def charge(self: SandboxGateway, request: Any) -> Any:
        seen.append(request.idempotency_key)
        return real(self, request)

    monkeypatch.setattr(SandboxGateway, "charge", charge)
    return seen


def test_many_clicks_on_pay_are_one_order_and_one_charge(committed, client_for, charges) -> None:
    with enter(committed):
        an_offer()
    form = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME, **card_fields()}

    def click(_number: int) -> str:
        browser: Client = client_for(committed)
        return browser.post("/checkout/second-number/", form).headers["Location"].partition("?")[0]

    places = at_once(committed, CLICKS, click)

    with enter(committed):
        order = Order.objects.get()
        assert (set(places), order.number) == ({f"/orders/{order.code}/"}, 1)
        assert (Payment.objects.count(), len(charges)) == (1, 1)
        assert Event.objects.filter(fact="orders.OrderPaid").count() == 1


def test_many_payments_of_one_order_are_one_charge(committed, charges) -> None:
    with enter(committed):
        order, token = an_order(), card_token()

    payments = at_once(committed, CLICKS, lambda _number: orders.pay(order=order, method=token).pk)

    assert (len(set(payments)), len(charges)) == (1, 1)


def test_many_refunds_are_one(committed) -> None:
    with enter(committed):
        order = a_paid_order()

    def refund(_number: int) -> bool:
        try:
            orders.refund_order(order=order, reason="Once")
        except orders.AlreadyRefunded:
            return False
        return True

    at_once(committed, CLICKS, refund)

    with enter(committed):
        assert Event.objects.filter(fact="orders.OrderRefunded").count() == 1


def test_orders_paid_at_once_get_numbers_without_gaps(committed) -> None:
    with enter(committed):
        offer = an_offer(price=0)

    def sell(_number: int) -> int:
        return orders.settle_free(order=an_order(offer, email=f"{uuid4().hex}@example.com")).number

    numbers = at_once(committed, CLICKS, sell)

    assert sorted(numbers) == list(range(1, CLICKS + 1))


def test_invoices_made_at_once_get_numbers_without_gaps(committed) -> None:
    with enter(committed):
        a_seller()
        offer = an_offer()

    def sell(_number: int) -> int:
        return orders.issue_invoice(order=a_paid_order(offer, email=f"{uuid4().hex}@example.com")).number

    numbers = at_once(committed, CLICKS, sell)

    assert sorted(numbers) == list(range(1, CLICKS + 1))


def test_an_invoice_asked_for_at_once_is_one(committed) -> None:
    with enter(committed):
        a_seller()
        order = a_paid_order()

    numbers = at_once(committed, CLICKS, lambda _number: orders.issue_invoice(order=order).number)

    assert (set(numbers), numbers.count(1)) == ({1}, CLICKS)


_PAYS_AND_DIES = """
from marque.kit.tenancy.context import enter
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from shared_apps.tenants.models import Tenant
from tenant_apps.orders import actions as orders
from tenant_apps.orders.actions import asking
from tenant_apps.orders.models import Order

dying(SandboxGateway, "charge", before="charge")
dying(asking, "record_payment", before="record")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    orders.pay(order=Order.objects.get(code={code!r}), method={method!r})
"""


@pytest.mark.slow
@pytest.mark.parametrize(("step", "charged_before"), [("charge", 0), ("record", 1)])
def test_a_worker_killed_around_the_charge_has_charged_once_in_the_end(committed, step, charged_before) -> None:
    with enter(committed):
        order = an_order()
        died = killed_at(step, _PAYS_AND_DIES.format(code=order.code, method=card_token()))
        before = _charged(committed)

        for minutes in (2, 3):
            orders.reconcile_payments(now=clock.now() + timedelta(minutes=minutes))

        order.refresh_from_db()
    assert (died, before, _charged(committed), order.number) == (True, charged_before, 1, 1)


def _charged(tenant: CurrentTenant) -> int:
    return PracticeMovement.objects.filter(account=str(tenant.id), kind="payment").count()
