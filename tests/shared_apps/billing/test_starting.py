"""A tenant is put on its first plan: trial or first invoice."""

import pytest

from marque.kit.money import Money
from shared_apps.billing import actions
from shared_apps.billing.errors import IsACopy, NotSoldSo
from shared_apps.billing.models import Invoice, Letter, Subscription
from shared_apps.billing.queries import due_tenants
from shared_apps.plans.queries import plan_of
from shared_apps.tenants.models import Tenant
from tests.shared_apps.plan_trial import NOW, a_plan, day, on_plan, row_of, run, with_card


def test_start_without_a_trial_owes_the_first_period(okafor):
    plan = a_plan()

    held = on_plan(okafor, plan)

    invoice = Invoice.objects.get()
    assert (held.period_ends_at, held.money, plan_of(okafor.id)) == (day(4, 1), Money(3_900, "USD"), plan)
    assert (invoice.number, str(invoice), invoice.total, invoice.state) == (1, "MQ-000001", Money(3_900, "USD"), "open")
    assert invoice.lines == [{"title": "Creator, 1 March 2026 to 1 April 2026", "amount": 3_900}]
    assert (invoice.buyer["name"], invoice.seller["name"]) == ("Okafor", "Marque")


def test_start_with_a_trial_owes_nothing_until_it_ends(okafor):
    held = on_plan(okafor, a_plan(trial_days=14))
    with_card(okafor)

    run(day(3, 14))
    before = Invoice.objects.count()
    run(day(3, 15))

    held.refresh_from_db()
    assert (before, held.state_at(day(3, 14)), held.state_at(day(3, 15))) == (0, "trial", "active")
    assert (held.period_starts_at, held.period_ends_at) == (day(3, 15), day(4, 15))
    assert [(one.total_amount, one.state) for one in Invoice.objects.all()] == [(3_900, "paid")]


def test_a_trial_that_ends_is_announced_once(okafor):
    on_plan(okafor, a_plan(trial_days=14))

    run(day(3, 11))
    none_yet = Letter.objects.count()
    for hour in (9, 10, 11):
        run(day(3, 12, hour))

    letter = Letter.objects.get()
    assert (none_yet, letter.kind, letter.facts["has_card"]) == (0, "trial-ending", False)


def test_a_free_plan_owes_nothing_ever(okafor):
    on_plan(okafor, a_plan(slug="storefront", prices={}, sales_fee_points=1_800))

    run(day(6, 2))

    held = Subscription.objects.get()
    assert (Invoice.objects.count(), held.period_ends_at > day(6, 2), held.state_at(day(6, 2))) == (0, True, "active")


def test_start_twice_changes_nothing(okafor):
    plan = a_plan()
    on_plan(okafor, plan)

    on_plan(okafor, a_plan(slug="business"), at=day(3, 5))

    assert (Subscription.objects.get().plan, Invoice.objects.count()) == (plan, 1)


def test_start_in_a_currency_the_plan_is_not_sold_in_is_refused_whole(okafor):
    with pytest.raises(NotSoldSo) as caught:
        on_plan(okafor, a_plan(), currency="EUR")

    assert "not sold in EUR" in str(caught.value)
    assert (Subscription.objects.count(), plan_of(okafor.id)) == (0, None)


def test_start_in_a_currency_without_decimals(okafor):
    on_plan(okafor, a_plan(prices={("JPY", "month"): 5_800}))

    assert Invoice.objects.get().total.format() == "¥5,800"


def test_a_copy_in_safe_mode_owes_nothing(okafor):
    Tenant.objects.filter(id=okafor.id).update(safe_mode=True, copy_of="other")

    with pytest.raises(IsACopy):
        actions.start_subscription(tenant=row_of(okafor), plan=a_plan(), by="tests")


def test_an_archived_tenant_is_left_alone(okafor):
    on_plan(okafor, a_plan())
    Tenant.objects.filter(id=okafor.id).update(state=Tenant.State.ARCHIVED)

    assert due_tenants(day(4, 1)) == []
    assert due_tenants(NOW) == []
