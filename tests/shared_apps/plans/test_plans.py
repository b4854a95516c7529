"""Plans as they are written, what they say of sales, and what they refuse."""

from decimal import Decimal

import pytest

from marque.kit.money import Money
from shared_apps.operations.models import AuditEntry
from shared_apps.plans import actions, queries
from shared_apps.plans.errors import BadPlan, NoSuchPlan
from shared_apps.plans.models import Plan, TenantPlan
from shared_apps.tenants.names import BadSlug
from tests.shared_apps.plan_trial import NOW, a_plan, on_plan


def test_save_plan_twice_is_one_plan_as_said_last():
    actions.save_plan(slug="creator", name="Creator", features=["sequences"], by="tests")
    actions.save_plan(slug="creator", name="Creator 2", features=["coupons", "sequences"], by="tests")

    plan = Plan.objects.get()
    assert (plan.name, plan.features) == ("Creator 2", ["sequences", "coupons"])
    assert AuditEntry.objects.filter(action="plan.save", target="creator").count() == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"features": ["free_beer"]}, "features"),
        ({"sales_fee_points": 10_001}, "sales_fee"),
        ({"sales_fee_points": -1}, "sales_fee"),
        ({"trial_days": 366}, "trial_days"),
    ],
)
def test_save_plan_refuses_nonsense_and_names_the_field(said, field):
    with pytest.raises(BadPlan) as caught:
        actions.save_plan(**{"slug": "creator", "name": "Creator", "by": "tests", **said})

    assert (caught.value.field, str(caught.value).strip() != "", Plan.objects.count()) == (field, True, 0)


def test_save_plan_wants_a_short_name():
    with pytest.raises(BadSlug):
        actions.save_plan(slug="No Such", name="Creator", by="tests")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"currency": "XYZ"}, "currency"),
        ({"interval": "week"}, "interval"),
        ({"money": Money(0, "USD")}, "price"),
        ({"money": Money(10**13, "USD")}, "price"),
    ],
)
def test_set_plan_price_refuses_nonsense(said, field):
    plan = a_plan(prices={})

    with pytest.raises(BadPlan) as caught:
        actions.set_plan_price(
            **{"plan": plan, "money": Money(1, "USD"), "currency": "USD", "interval": "month", "by": "tests", **said}
        )

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"meter": "jokes"}, "meter"),
        ({"included": -1}, "included"),
        ({"block": 0}, "included"),
        ({"extra": {"USD": 0}}, "included"),
        ({"extra": {"XYZ": 5}}, "currency"),
    ],
)
def test_set_allowance_refuses_nonsense(said, field):
    with pytest.raises(BadPlan) as caught:
        actions.set_allowance(**{"plan": a_plan(), "meter": "staff", "included": 1, "by": "tests", **said})

    assert caught.value.field == field


def test_a_retired_plan_is_picked_no_more_and_kept_by_who_is_on_it(okafor):
    plan = a_plan()
    on_plan(okafor, plan)

    actions.retire_plan(plan=plan, by="tests")

    assert (queries.plan_of(okafor.id), list(Plan.objects.public())) == (plan, [])
    with pytest.raises(NoSuchPlan):
        queries.plan_of_slug("creator")


def test_put_on_plan_twice_changes_nothing(okafor):
    plan = a_plan()
    first = actions.put_on_plan(tenant_id=okafor.id, plan=plan, by="tests", at=NOW)

    again = actions.put_on_plan(tenant_id=okafor.id, plan=plan, by="tests", at=NOW.replace(year=2027))

    assert (again.since, TenantPlan.objects.count()) == (first.since, 1)
    assert AuditEntry.objects.filter(action="tenant.plan").count() == 1


def test_sales_fee_is_what_the_plan_says_and_nothing_without_one(okafor, other):
    actions.put_on_plan(tenant_id=okafor.id, plan=a_plan(sales_fee_points=1_800), by="tests", at=NOW)

    assert queries.sales_fee(okafor.id, Money(10_000, "USD")) == Money(1_800, "USD")
    assert queries.sales_fee(other.id, Money(10_000, "USD")) == Money(0, "USD")


@pytest.mark.parametrize(("amount", "fee"), [(25, 4), (999, 180), (1, 0), (3, 1)])
def test_sales_fee_in_a_currency_without_decimals_is_whole(okafor, amount, fee):
    actions.put_on_plan(tenant_id=okafor.id, plan=a_plan(sales_fee_points=1_800), by="tests", at=NOW)

    assert queries.sales_fee(okafor.id, Money(amount, "JPY")) == Money(fee, "JPY")
    assert abs(Decimal(amount) * Decimal("0.18") - fee) <= Decimal("0.5")


def test_price_of_a_plan_without_prices_is_nothing_in_every_currency():
    free, paid = a_plan(slug="storefront", prices={}), a_plan()

    assert queries.price_of(free, currency="KWD", interval="year") == Money(0, "KWD")
    assert queries.price_of(paid, currency="USD", interval="month") == Money(3_900, "USD")
    assert queries.price_of(paid, currency="EUR", interval="month") is None


@pytest.mark.parametrize(("used", "cost"), [(0, 0), (1_000, 0), (1_001, 200), (2_000, 200), (2_001, 400)])
def test_use_beyond_what_is_included_costs_each_begun_block(used, cost):
    plan = a_plan(extra={"emails": (1_000, 1_000, {"USD": 200})})

    assert plan.allowances.get().extra_price(used, "USD") == Money(cost, "USD")
    assert plan.allowances.get().extra_price(used, "EUR") == Money(0, "EUR")
