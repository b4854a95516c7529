"""Another plan: what is left is credited, the rest charged, and what was shown is what is taken."""

import pytest

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.billing import actions
from shared_apps.billing.errors import AlreadyOnPlan, AmountsChanged, NotSoldSo, OpenInvoices
from shared_apps.billing.models import Credit, Invoice, Subscription
from shared_apps.billing.queries import balance_of
from shared_apps.plans import actions as plans
from shared_apps.plans.errors import StillOver
from shared_apps.plans.queries import plan_of
from tenant_apps.courses import actions as courses
from tests.shared_apps.plan_trial import NOW, a_plan, day, on_plan, row_of, run, with_card

HALF = day(3, 16, 21)  # fifteen and a half of March's 31 days are left
BUSINESS = {("USD", "month"): 11_900, ("USD", "year"): 119_000}


@pytest.fixture
def paying(okafor):
    """Okafor, its first month on Creator paid."""
    on_plan(okafor, a_plan())
    with_card(okafor)
    run(NOW)
    return okafor


def change(tenant, plan, at=HALF, interval="month", **more):
    with clock.fixed(at):
        return actions.change_plan(tenant=row_of(tenant), plan=plan, interval=interval, by="tests", **more)


def test_a_larger_plan_costs_the_difference_for_the_rest_of_the_period(paying):
    business = a_plan(slug="business", prices=BUSINESS)
    quote = actions.quote_change(tenant=row_of(paying), plan=business, interval="month", at=HALF)

    _held, invoice = change(paying, business, expected=quote.difference)
    run(HALF)

    assert (quote.unused, quote.rest, quote.due) == (Money(1_950, "USD"), Money(5_950, "USD"), Money(4_000, "USD"))
    invoice.refresh_from_db()
    assert (invoice.total_amount, invoice.state, invoice.kind) == (4_000, "paid", "change")
    assert [line["amount"] for line in invoice.lines] == [5_950, -1_950]
    held = Subscription.objects.get()
    assert (held.plan, held.amount, held.period_ends_at) == (business, 11_900, day(4, 1))
    assert plan_of(paying.id) == business


def test_a_smaller_plan_leaves_credit_that_the_next_invoice_uses(paying):
    small = a_plan(slug="small", prices={("USD", "month"): 900})

    _held, invoice = change(paying, small)
    left = balance_of(paying.id, "USD")
    run(day(4, 1))
    run(day(5, 1))

    assert (invoice, left) == (None, Money(1_500, "USD"))
    sums = [(one.subtotal_amount, one.credit_amount, one.total_amount) for one in Invoice.objects.order_by("number")]
    assert sums == [(3_900, 0, 3_900), (900, 900, 0), (900, 600, 300)]
    assert balance_of(paying.id, "USD") == Money(0, "USD")
    assert all(one.state == "paid" for one in Invoice.objects.all())


def test_by_the_year_a_period_of_its_own_begins(paying):
    _held, invoice = change(paying, plan_of(paying.id), interval="year")

    held = Subscription.objects.get()
    assert (held.period_starts_at, held.period_ends_at) == (HALF, HALF.replace(year=2027))
    assert invoice.total_amount == 39_000 - 1_950


def test_from_a_free_plan_a_whole_period_is_charged(okafor):
    on_plan(okafor, a_plan(slug="storefront", prices={}))
    with_card(okafor)

    _held, invoice = change(okafor, a_plan())
    run(HALF)

    invoice.refresh_from_db()
    assert (invoice.total_amount, invoice.state, Subscription.objects.get().period_ends_at) == (
        3_900,
        "paid",
        day(4, 16, 21),
    )


def test_in_a_trial_the_plan_changes_for_nothing_and_the_trial_stays(okafor):
    on_plan(okafor, a_plan(trial_days=14))
    business = a_plan(slug="business", prices=BUSINESS, trial_days=30)

    held, invoice = change(okafor, business, at=day(3, 5))

    assert (invoice, held.trial_ends_at, held.period_ends_at, held.amount) == (None, day(3, 15), day(3, 15), 11_900)
    assert Credit.objects.count() == 0


def test_a_currency_without_decimals_is_prorated_in_whole_yen(okafor):
    on_plan(okafor, a_plan(prices={("JPY", "month"): 5_801}))
    with_card(okafor)
    run(NOW)

    _held, invoice = change(okafor, a_plan(slug="business", prices={("JPY", "month"): 17_800}))

    assert [line["amount"] for line in invoice.lines] == [8_900, -2_901]
    assert invoice.total == Money(5_999, "JPY")


def test_a_plan_too_small_is_refused_by_name_and_nothing_changes(paying):
    with enter(paying):
        for title in ("One", "Two"):
            courses.create_course(title=title)
    small = a_plan(slug="small", prices={("USD", "month"): 900}, allowances={"courses": 1})

    with pytest.raises(StillOver) as caught:
        change(paying, small)

    assert "2 courses, it includes 1" in str(caught.value)
    assert (Subscription.objects.get().plan.slug, Invoice.objects.count(), Credit.objects.count()) == ("creator", 1, 0)


def test_the_plan_one_is_on_is_refused(paying):
    with pytest.raises(AlreadyOnPlan):
        change(paying, plan_of(paying.id))


def test_a_plan_that_is_not_sold_so_is_refused(paying):
    with pytest.raises(NotSoldSo):
        change(paying, a_plan(slug="euros", prices={("EUR", "month"): 900}))


def test_amounts_that_changed_since_they_were_shown_are_not_taken(paying):
    business = a_plan(slug="business", prices=BUSINESS)
    quote = actions.quote_change(tenant=row_of(paying), plan=business, interval="month", at=HALF)
    plans.set_plan_price(plan=business, money=Money(12_900, "USD"), currency="USD", interval="month", by="tests")

    with pytest.raises(AmountsChanged):
        change(paying, business, expected=quote.difference)

    assert Subscription.objects.get().plan.slug == "creator"


def test_who_owes_something_changes_no_plan(okafor):
    on_plan(okafor, a_plan())
    run(NOW)

    with pytest.raises(OpenInvoices):
        change(okafor, a_plan(slug="business", prices=BUSINESS))


def test_a_price_that_rises_is_not_for_who_is_on_the_plan(paying):
    plans.set_plan_price(
        plan=plan_of(paying.id), money=Money(9_900, "USD"), currency="USD", interval="month", by="tests"
    )

    run(day(4, 1))

    assert Invoice.objects.order_by("number").last().total_amount == 3_900
