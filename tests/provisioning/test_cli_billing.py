"""`marque billing …` and `marque tenant create --plan`."""

import json

import pytest
from typer.testing import CliRunner

from provisioning.blueprints import Owner
from provisioning.cli.billing import billing
from provisioning.cli.tenants import tenants
from provisioning.schemas import drop_schema
from provisioning.tenants import create_tenant
from shared_apps.agencies.actions import create_agency, hold_tenant
from shared_apps.billing.models import Invoice, InvoiceCounter, Letter, Subscription
from shared_apps.plans.errors import NoSuchPlan
from shared_apps.plans.models import Plan
from shared_apps.tenants.models import Tenant
from tests.shared_apps.plan_trial import a_plan, on_plan, row_of, with_card

WRITE = ["plans", "create", "creator", "--name", "Creator", "--price", "39USD/month", "--price", "390USD/year"]
WRITE += ["--limit", "courses=3", "--limit", "storage=20GB", "--extra", "emails=1000:2USD", "--sales-fee", "2.5"]


def run(*words: str, group=billing):
    return CliRunner().invoke(group, list(words))


def said(*words: str):
    answer = run(*words, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_plans_create_twice_is_one_plan_as_said_last():
    said(*WRITE)
    shown = said("plans", "create", "creator", "--name", "Creator", "--price", "49USD/month", "--public")

    assert (shown["prices"], shown["limits"], shown["public"]) == (["$49.00 a month"], [], True)
    assert [row["slug"] for row in said("plans", "list")] == ["creator"]


def test_plans_show_says_all_of_it():
    said(*WRITE)

    shown = said("plans", "show", "creator")

    assert shown["prices"] == ["$39.00 a month", "$390.00 a year"]
    assert shown["limits"] == ["courses: 3", "emails: 0, then $2.00 for each 1,000", "storage: 20 GB"]
    assert shown["sales_fee"] == "2.5 %"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["plans", "create", "creator", "--name", "Creator", "--price", "much"], 3),
        (["plans", "create", "creator", "--name", "Creator", "--limit", "jokes=1"], 3),
        (["plans", "create", "creator", "--name", "Creator", "--feature", "beer"], 3),
        (["plans", "show", "nothing"], 4),
        (["plans", "retire", "nothing"], 4),
        (["show", "nobody"], 4),
        (["show", "okafor"], 4),
        (["invoice", "7"], 4),
        (["waive", "7", "--reason", "x"], 4),
        (["invoices", "--state", "lost"], 2),
        (["credit", "okafor", "5", "--reason", "x"], 4),
    ],
)
def test_what_cannot_be_has_its_code_and_writes_nothing(okafor, words, code):
    answer = run(*words, "--json")

    assert (answer.exit_code, Plan.objects.count()) == (code, 0)
    assert json.loads(answer.stderr)["error"]["message"]


def test_show_change_credit_run_and_waive_tell_what_they_did(okafor):
    a_plan()
    business = a_plan(slug="business", prices={("USD", "month"): 11_900})
    started = said("change", "okafor", "creator")
    with_card(okafor)
    credit = said("credit", "okafor", "12.50", "--reason", "The outage")
    ran = said("run", "okafor")
    waived = said("waive", "1", "--reason", "Goodwill") if not ran["paid"] else {}
    changed = said("change", "okafor", "business")

    assert (started["plan"], started["state"], credit["credit"]) == ("creator", "past_due", "$12.50")
    assert (ran["tenants"], waived.get("state"), changed["plan"]) == (1, "waived", business.slug)
    assert [row["number"] for row in said("invoices")] == ["MQ-000002", "MQ-000001"]


def test_codes_of_an_agency_are_made_used_listed_and_ended(okafor):
    a_plan()
    agency = create_agency(slug="northwind", name="Northwind", limit=3, by="tests")
    hold_tenant(agency=agency, tenant=row_of(okafor), by="tests")
    said("coupon", "create", "northwind", "care", "--markup", "40")

    started = said("change", "okafor", "creator", "--coupon", "CARE")
    ended = said("coupon", "end", "CARE")
    listed = said("coupon", "list", "northwind")

    assert (started["price"], started["coupon"], ended["ends"] is not None) == ("$54.60 a month", "CARE", True)
    assert (listed["coupons"][0]["used"], listed["earned"]) == (1, [])


@pytest.mark.parametrize(
    "words",
    [
        ["coupon", "create", "northwind", "x", "--markup", "40"],
        ["coupon", "create", "northwind", "care", "--markup", "2000"],
        ["coupon", "end", "nothing"],
    ],
)
def test_a_code_that_cannot_be_is_refused(okafor, words):
    create_agency(slug="northwind", name="Northwind", limit=3, by="tests")

    assert run(*words).exit_code == 3


def test_invoice_writes_a_pdf(okafor, tmp_path):
    on_plan(okafor, a_plan())

    shown = said("invoice", "1", "-o", str(tmp_path / "one.pdf"))

    assert (tmp_path / "one.pdf").read_bytes()[:5] == b"%PDF-"
    assert shown["number"] == "MQ-000001"


@pytest.fixture
def made(real_commits):
    yield
    for tenant in Tenant.objects.filter(slug="planned"):
        drop_schema(tenant.schema_name)
        tenant.delete()
    for model in (Letter, Invoice, InvoiceCounter, Subscription, Plan):
        model.objects.all().delete()


def test_tenant_create_with_a_plan_is_on_it_from_its_first_moment(made):
    a_plan(trial_days=14)

    answer = run(
        "create", "planned", "--name", "Planned", "--owner", "a@example.com", "--plan", "creator", "--json",
        group=tenants,
    )  # fmt: skip

    assert answer.exit_code == 0, answer.output
    held = Subscription.objects.get()
    assert (held.plan.slug, held.trial_ends_at is not None) == ("creator", True)


def test_tenant_create_with_a_plan_that_is_not_there_makes_nothing(okafor):
    with pytest.raises(NoSuchPlan):
        create_tenant(slug="planned", name="Planned", by="tests", owner=Owner(email="a@example.com"), plan="nothing")

    assert not Tenant.objects.filter(slug="planned").exists()
