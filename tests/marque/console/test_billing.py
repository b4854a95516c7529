"""Operators: plans, bills, credit, waivers; the provider's webhook; sign-up with a plan."""

import re

import pytest

from marque.kit import clock
from marque.kit.tenancy.context import enter
from shared_apps.billing.models import Credit, Invoice
from shared_apps.inbox import actions as inbox
from shared_apps.inbox.models import Notice
from shared_apps.integrations import resilience
from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.plans.actions import publish_plan
from shared_apps.plans.models import Plan
from shared_apps.plans.queries import plan_of
from tenant_apps.accounts.actions import register
from tests.doubles.stripe import StripeDouble
from tests.doubles.stripe.server import WEBHOOK_SECRET
from tests.shared_apps.plan_trial import a_plan, day, on_plan, run

HEARS = "/webhooks/stripe/"
SAID = {
    "name": "Creator", "slug": "creator", "summary": "For one school", "prices": "39USD/month\n5800 JPY/month",
    "limits": "courses=3\nstorage=20GB\nemails=1000", "extras": "emails=1000:2USD", "features": ["sequences"],
    "sales_fee": "2.5", "trial_days": "14", "position": "1", "public": "on",
}  # fmt: skip


def test_a_plan_is_written_changed_and_retired(operator):
    operator.post("/console/plans/new/", SAID)
    plan = Plan.objects.get()
    shown = operator.get("/console/plans/creator/").text
    operator.post("/console/plans/creator/", SAID | {"prices": "49USD/month", "limits": "courses=5", "extras": ""})
    operator.post("/console/plans/creator/retirement/")

    assert (plan.sales_fee_points, plan.trial_days, plan.published_at is not None) == (250, 14, True)
    for said in ("39USD/month", "5800JPY/month", "storage=20GB", "emails=1000:2USD"):
        assert said in shown, said
    assert [str(price.money) for price in plan.prices.all()] == ["$49"]
    assert [(row.meter, row.included) for row in plan.allowances.all()] == [("courses", 5)]
    assert "Retired" in operator.get("/console/plans/").text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"prices": "cheap"}, "prices"),
        ({"prices": "39.999USD/month"}, "prices"),
        ({"prices": "39USD/week"}, "prices"),
        ({"limits": "jokes=3"}, "limits"),
        ({"limits": "courses=many"}, "limits"),
        ({"extras": "emails=1000"}, "extras"),
        ({"slug": "no"}, "slug"),
        ({"sales_fee": "101"}, "sales_fee"),
    ],
)
def test_a_plan_of_nonsense_is_refused_by_field_and_nothing_is_written(operator, said, field):
    answer = operator.post("/console/plans/new/", SAID | said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (Plan.objects.count(), AuditEntry.objects.filter(action__startswith="plan.").count()) == (0, 0)


def test_who_is_past_due_is_listed_with_what_they_owe(operator, okafor):
    on_plan(okafor, a_plan())
    run(day(3, 1))

    page = operator.get("/console/billing/").text

    assert ("In its grace" in page, "$39.00" in page, "MQ-000001" in page) == (True, True, True)


def test_a_bill_shows_one_business_and_gives_credit(operator, okafor):
    on_plan(okafor, a_plan(allowances={"courses": 5}))
    operator.post("/console/tenants/okafor/bill/credit/", {"amount": "$12.50", "reason": "The outage"})

    page = operator.get("/console/tenants/okafor/bill/").text

    assert (Credit.objects.get().amount, "$12.50" in page, "MQ-000001" in page) == (1_250, True, True)
    assert AuditEntry.objects.get(action="billing.credit").actor == "olu@example.com"


@pytest.mark.parametrize(
    "said", [{"amount": "a lot", "reason": "x"}, {"amount": "5", "reason": ""}, {"amount": "-5", "reason": "x"}]
)
def test_credit_of_nonsense_is_refused(operator, okafor, said):
    on_plan(okafor, a_plan())

    operator.post("/console/tenants/okafor/bill/credit/", said)

    assert Credit.objects.count() == 0


def test_an_invoice_is_waived_with_a_reason(operator, okafor):
    on_plan(okafor, a_plan())

    operator.post("/console/billing/invoices/1/waiver/", {"reason": ""})
    before = Invoice.objects.get().state
    operator.post("/console/billing/invoices/1/waiver/", {"reason": "Goodwill"})

    assert (before, Invoice.objects.get().state) == ("open", "waived")


def test_an_operator_puts_a_business_on_a_plan_and_on_another(operator, okafor):
    a_plan()
    publish_plan(plan=a_plan(slug="secret"), by="tests", public=False)

    for plan in ("creator", "secret"):
        operator.post("/console/tenants/okafor/bill/plan/", {"plan": plan, "interval": "month"})

    assert plan_of(okafor.id).slug == "secret"


def test_an_invoice_of_any_business_is_a_pdf(operator, okafor):
    on_plan(okafor, a_plan())

    assert operator.get("/console/billing/invoices/1/").content[:5] == b"%PDF-"
    assert operator.get("/console/billing/invoices/2/").status_code == 404


@pytest.mark.parametrize(("path", "name"), [("billing/", "Bills"), ("plans/", "Plans")])
def test_a_chip_says_which_page_this_is(operator, path, name):
    page = operator.get(f"/console/{path}").content.decode()
    chips = page.partition('<nav class="filters" aria-label="Billing">')[2].partition("</nav>")[0]

    assert re.findall(r'aria-current="true">([^<]+)', chips) == [name]


@pytest.mark.parametrize("path", ["billing/", "plans/", "plans/new/", "tenants/okafor/bill/", "billing/invoices/1/"])
def test_bills_and_plans_are_the_operators(okafor, platform, client_for, path):
    with enter(platform):
        visitor = client_for(platform)
        visitor.force_login(register(email="eve@example.com", verified=True))

    assert visitor.get(f"/console/{path}").status_code in (302, 403)
    assert client_for(okafor).get(f"/console/{path}").status_code == 404


@pytest.fixture
def stripe(settings, monkeypatch):
    monkeypatch.setattr(resilience, "_breakers", {})
    with StripeDouble() as double:
        settings.STRIPE_API, settings.STRIPE_SECRET_KEY = double.url, "sk_test_platform"
        settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
        yield double


def paid_event(invoice):
    thing = {"object": "invoice", "id": "in_1", "metadata": {"marque_invoice": str(invoice.id)}}
    event = {"object": "event", "id": "evt_1", "type": "invoice.paid", "created": 1_772_000_000}
    return event | {"data": {"object": thing}}


def test_a_signed_webhook_settles_an_invoice_once_and_a_forged_one_nothing(platform, okafor, client_for, stripe):
    on_plan(okafor, a_plan())
    body, headers = stripe.signed(paid_event(Invoice.objects.get()), at=clock.now().timestamp())
    client = client_for(platform)

    forged = client.post(HEARS, body, "application/json", headers={"stripe-signature": "t=1,v1=00"})
    before = Invoice.objects.get().state
    answers = [client.post(HEARS, body, "application/json", headers=headers).status_code for _time in range(3)]
    for notice in Notice.objects.all():
        inbox.handle_notice(notice=notice, now=clock.now())

    assert (forged.status_code, before, answers) == (400, "open", [200, 200, 200])
    assert (Invoice.objects.get().state, Invoice.objects.get().payments.count()) == ("paid", 1)


def test_sign_up_asks_for_a_plan_where_there_are_public_ones(platform, client_for, okafor):
    a_plan(trial_days=14, summary="For one school")
    publish_plan(plan=a_plan(slug="secret"), by="tests", public=False)
    client = client_for(platform)
    form = {"owner_name": "Ann", "owner_email": "ann@example.com", "name": "Trial", "slug": "trial-school"}

    page = client.get("/sign-up/").text
    wrong = client.post("/sign-up/", form | {"blueprint": "academy", "plan": "secret"})

    assert ("For one school" in page, "14 days free" in page, "$39 a month" in page, "Secret" in page) == (
        True, True, True, False,
    )  # fmt: skip
    assert (wrong.status_code, list(wrong.context["form"].errors), Operation.objects.count()) == (422, ["plan"], 0)
