"""kill -9 between any two steps of a renewal: looked at again, the period is paid once and the card charged once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.practice.models import PracticeMovement, PracticePayment
from tenant_apps.accounts.models import User
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, OrderCounter, Subscription, SubscriptionPeriod
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.tenant_apps.selling import EMAIL
from tests.tenant_apps.subscribing import a_subscription, day

DUE = day(2, 28)
WORK = """
from marque.kit import clock
from datetime import datetime
from marque.kit.tenancy.context import enter
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from shared_apps.tenants.models import Tenant
from marque.kit.facts import outbox
from tenant_apps.orders.actions import periods, renewing
outbox.nudge = lambda ids: None

dying(renewing, "place", "nothing written", "order written")
dying(renewing, "ask_card", after="payment written")
dying(renewing, "charge", "intent committed", "everything done")
dying(SandboxGateway, "charge", after="card charged")
dying(periods, "_renewed", after="period renewed")
now = datetime.fromisoformat("2027-02-28T12:00:00+00:00")
with clock.fixed(now), enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    renewing.renew(subscription_id={id}, now=now)
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    yield okafor
    with enter(okafor):
        Order.objects.all().delete()
        Offer.objects.all().delete()
        for model in (Product, OrderCounter, Event, Person):
            model.objects.all().delete()
        User.objects.filter(email=EMAIL).delete()
    for book in (PracticeMovement, PracticePayment):
        book.objects.filter(account=str(okafor.id)).delete()


@pytest.mark.parametrize(
    "step",
    [
        "nothing written",
        "order written",
        "payment written",
        "intent committed",
        "card charged",
        "period renewed",
        "everything done",
    ],
)
def test_a_renewal_that_is_killed_is_charged_exactly_once(committed, step) -> None:
    with enter(committed):
        held = a_subscription()

    assert killed_at(step, WORK.replace("{id}", str(held.pk)))

    with enter(committed):
        for minutes in (2, 20, 40):
            now = DUE + timedelta(minutes=minutes)
            with clock.fixed(now):
                orders.reconcile_payments(now=now)
                for each in orders.due_subscriptions(now=now):
                    orders.renew(subscription_id=each, now=now)
        held = Subscription.objects.get()
        assert (held.terms_paid, held.period_ends_at, held.state) == (2, day(3, 31), "active")
        assert (SubscriptionPeriod.objects.count(), Order.objects.filter(kind="renewal").count()) == (2, 1)
        assert Event.objects.filter(fact="orders.SubscriptionRenewed").count() == 1
    taken = PracticeMovement.objects.filter(account=str(committed.id), kind="payment")
    assert [each.amount for each in taken] == [4900, 4900]


def test_a_renewal_asked_for_by_many_at_once_is_charged_exactly_once(committed) -> None:
    with enter(committed):
        held = a_subscription()
    start = Barrier(4)

    def look(_number: int) -> None:
        try:
            with enter(committed), clock.fixed(DUE):
                start.wait()
                orders.renew(subscription_id=held.pk, now=DUE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(look, range(4)))

    with enter(committed):
        assert (Subscription.objects.get().terms_paid, Order.objects.filter(kind="renewal").count()) == (2, 1)
    taken = PracticeMovement.objects.filter(account=str(committed.id), kind="payment")
    assert [each.amount for each in taken] == [4900, 4900]
