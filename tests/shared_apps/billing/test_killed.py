"""kill -9 between any two steps of a billing run, and two runs at once: one invoice for a period, charged once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.billing import actions
from shared_apps.billing.models import Credit, Invoice, InvoiceCounter, Letter, Payment, Reading, Subscription
from shared_apps.integrations.sandbox.billing import account_of
from shared_apps.plans.models import Plan, TenantPlan
from shared_apps.practice.models import PracticeMethod, PracticeMovement, PracticePayment
from tests.provisioning.killing import killed_at
from tests.shared_apps.plan_trial import NOW, a_plan, day, on_plan, run, with_card

DUE = day(4, 1)
WORK = """
from datetime import datetime
from marque.kit import clock
from shared_apps.billing.actions import collecting, dunning, issuing, rolling, running, telling, turning
from shared_apps.integrations.sandbox.gateway import SandboxGateway

dying(rolling, "_write", "use counted", "use written")
dying(running, "turn", "nothing billed", "period committed")
dying(turning, "issue", "period moved", "invoice written")
dying(collecting, "_intend", after="intent committed")
dying(SandboxGateway, "charge", after="card charged")
dying(collecting, "settled", after="payment settled")
dying(running, "send_letters", "letters owed")
dying(telling, "send_email", after="letter written")
now = datetime.fromisoformat("2026-04-01T09:00:00+00:00")
with clock.fixed(now):
    running.run(by="tests", now=now)
"""
STEPS = [
    "use counted",
    "use written",
    "nothing billed",
    "period moved",
    "invoice written",
    "period committed",
    "intent committed",
    "card charged",
    "payment settled",
    "letters owed",
    "letter written",
]


@pytest.fixture
def committed(okafor, platform, real_commits) -> Iterator[CurrentTenant]:
    """Okafor, its March paid; rows that are really there, and are removed after."""
    on_plan(okafor, a_plan())
    with_card(okafor)
    run(NOW)
    yield okafor
    for model in (Letter, Reading, Credit, Payment, Invoice, InvoiceCounter, Subscription, TenantPlan, Plan):
        model.objects.all().delete()
    for book in (PracticeMovement, PracticePayment, PracticeMethod):
        book.objects.filter(account=account_of(okafor.id)).delete()
    with enter(platform):
        SentEmail.objects.all().delete()


def ends_well(tenant: CurrentTenant, platform: CurrentTenant) -> None:
    invoices = list(Invoice.objects.order_by("number"))
    assert [(one.number, one.period_starts_at, one.state) for one in invoices] == [(1, NOW, "paid"), (2, DUE, "paid")]
    taken = PracticeMovement.objects.filter(account=account_of(tenant.id), kind="payment")
    assert [row.amount for row in taken] == [3_900, 3_900]
    held = Subscription.objects.get()
    assert (held.period_starts_at, held.period_ends_at, held.used_until) == (DUE, day(5, 1), DUE.date())
    assert Reading.objects.filter(meter="members").count() == 1
    with enter(platform):
        assert SentEmail.objects.filter(purpose="billing-receipt").count() == 2


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_killed_bills_and_charges_exactly_once(committed, platform, step) -> None:
    assert killed_at(step, WORK)

    for minutes in (5, 20, 40):
        run(DUE + timedelta(minutes=minutes))

    ends_well(committed, platform)


def test_two_runs_at_once_bill_and_charge_exactly_once(committed, platform) -> None:
    start = Barrier(4)

    def go(_number: int) -> None:
        try:
            with clock.fixed(DUE):
                start.wait()
                actions.run(by="tests", now=DUE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(go, range(4)))
    run(DUE + timedelta(minutes=20))

    ends_well(committed, platform)
