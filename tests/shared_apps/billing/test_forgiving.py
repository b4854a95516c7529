"""Credit and waivers by operators; codes of agencies."""

from datetime import timedelta

import pytest
from django.db import transaction

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.agencies.actions import create_agency, hold_tenant
from shared_apps.billing import actions
from shared_apps.billing.actions.forgetting import forget_tenant
from shared_apps.billing.actions.issuing import issue
from shared_apps.billing.errors import BadCoupon, BadCredit, BadMarkup, NoSubscription, NotOpen
from shared_apps.billing.models import AgencyCoupon, Credit, Invoice, Subscription
from shared_apps.billing.queries import agency_earnings, balance_of
from shared_apps.operations.models import AuditEntry
from tests.shared_apps.plan_trial import NOW, a_plan, day, on_plan, row_of, run, with_card


def test_credit_pays_the_next_invoices_first(okafor):
    on_plan(okafor, a_plan(trial_days=5))
    with_card(okafor)
    actions.grant_credit(tenant=row_of(okafor), money=Money(5_000, "USD"), reason="The outage", by="olu@platform")

    run(day(3, 6))
    run(day(4, 6))

    totals = [one.total_amount for one in Invoice.objects.order_by("number")]
    assert (totals, balance_of(okafor.id, "USD")) == ([0, 2_800], Money(0, "USD"))
    assert AuditEntry.objects.get(action="billing.credit").reason == "The outage"


@pytest.mark.parametrize(
    ("money", "reason"),
    [(Money(0, "USD"), "x"), (Money(-5, "USD"), "x"), (Money(5, "USD"), " "), (Money(5, "EUR"), "x")],
)
def test_credit_of_nothing_or_without_a_reason_or_in_another_currency_is_refused(okafor, money, reason):
    on_plan(okafor, a_plan())

    with pytest.raises(BadCredit):
        actions.grant_credit(tenant=row_of(okafor), money=money, reason=reason, by="tests")

    assert Credit.objects.count() == 0


def test_credit_for_who_is_on_no_plan_is_refused(okafor):
    with pytest.raises(NoSubscription):
        actions.grant_credit(tenant=row_of(okafor), money=Money(5, "USD"), reason="x", by="tests")


def test_a_waived_invoice_is_asked_for_no_more_and_a_suspended_tenant_opens(okafor):
    on_plan(okafor, a_plan())
    for number in range(1, 16):
        run(day(3, number))
    closed = row_of(okafor).state

    with clock.fixed(day(3, 16)):
        invoice = actions.waive_invoice(tenant_id=okafor.id, number=1, reason="Goodwill", by="olu@platform")
    run(day(3, 17))

    assert (closed, row_of(okafor).state, invoice.state) == ("suspended", "active", "waived")
    assert Invoice.objects.count() == 1


def test_what_is_still_open_when_a_waiver_ends_a_suspension_is_collected_by_itself(okafor):
    on_plan(okafor, a_plan())
    for number in range(1, 15):
        run(day(3, number))
    held = Subscription.objects.get()
    with transaction.atomic(using="control"):
        line = ("Members", Money(50, "USD"))
        issue(held=held, kind="usage", key="usage:2026-02", lines=[line], starts=NOW, ends=NOW, at=day(3, 15, 10))
    run(day(3, 15))
    with_card(okafor)
    closed = row_of(okafor).state

    with clock.fixed(day(3, 16)):
        actions.waive_invoice(tenant_id=okafor.id, number=1, reason="Goodwill", by="olu@platform")
    run(day(3, 16, 10))

    assert (closed, row_of(okafor).state) == ("suspended", "active")
    assert [one.state for one in Invoice.objects.order_by("number")] == ["waived", "paid"]


def test_waive_twice_is_refused_and_needs_a_reason(okafor, other):
    on_plan(okafor, a_plan())
    with pytest.raises(BadCredit):
        actions.waive_invoice(tenant_id=okafor.id, number=1, reason="  ", by="tests")
    with pytest.raises(NotOpen):
        actions.waive_invoice(tenant_id=other.id, number=1, reason="x", by="tests")
    actions.waive_invoice(tenant_id=okafor.id, number=1, reason="x", by="tests")

    with pytest.raises(NotOpen):
        actions.waive_invoice(tenant_id=okafor.id, number=1, reason="x", by="tests")


def test_numbers_have_no_gaps_over_all_tenants(okafor, other):
    plan = a_plan()
    for tenant in (okafor, other):
        on_plan(tenant, plan)
        with_card(tenant)
    for month in (4, 5):
        run(day(month, 1))

    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_what_stays_of_a_purged_tenant_are_its_invoices(okafor):
    on_plan(okafor, a_plan())

    forget_tenant(tenant_id=okafor.id)

    assert (Subscription.objects.count(), Invoice.objects.count()) == (0, 1)


@pytest.fixture
def agency(okafor):
    """Northwind, which looks after Okafor."""
    agency = create_agency(slug="northwind", name="Northwind", limit=5, by="tests")
    hold_tenant(agency=agency, tenant=row_of(okafor), by="tests")
    return agency


def code(agency, **more):
    return actions.create_coupon(**{"agency": agency, "code": "care", "markup_points": 4_000, "by": "tests", **more})


def test_an_agencys_tenant_pays_the_mark_up_and_the_agency_has_it_coming(okafor, agency):
    code(agency)
    on_plan(okafor, a_plan(), coupon="care")
    with_card(okafor)

    run(NOW)

    invoice, held = Invoice.objects.get(), Subscription.objects.get()
    assert (held.amount, held.wholesale, invoice.total_amount) == (5_460, 3_900, 5_460)
    assert agency_earnings(agency) == [Money(1_560, "USD")]


def test_a_discount_comes_out_of_the_mark_up_and_ends(okafor, agency):
    code(agency, discount_points=5_000, discount_periods=1)
    on_plan(okafor, a_plan(), coupon="CARE")
    with_card(okafor)

    run(NOW)
    run(day(4, 1))

    first, second = Invoice.objects.order_by("number")
    assert [line["amount"] for line in first.lines] == [5_460, -1_560]
    assert (first.total_amount, first.agency_amount, second.total_amount) == (3_900, 0, 5_460)


def test_a_change_of_plan_gives_the_agency_its_part(okafor, agency):
    code(agency)
    on_plan(okafor, a_plan(), coupon="care")
    with_card(okafor)
    run(NOW)
    business = a_plan(slug="business", prices={("USD", "month"): 7_800})

    with clock.fixed(day(3, 16, 21)):
        _held, invoice = actions.change_plan(tenant=row_of(okafor), plan=business, interval="month", by="tests")

    assert (invoice.total_amount, invoice.agency_amount) == (2_730, 780)


@pytest.mark.parametrize("why", ["unknown", "another agency's", "over", "used up", "another plan's"])
def test_a_code_that_means_nothing_here_is_refused_and_not_counted(okafor, other, agency, why):
    stranger = create_agency(slug="southwind", name="Southwind", limit=5, by="tests")
    plan = a_plan()
    code(stranger, code="strange")
    code(agency, code="ended", ends_at=NOW - timedelta(days=1))
    code(agency, code="none-left", use_limit=0)
    code(agency, code="elsewhere", plan=a_plan(slug="business"))
    said = {
        "unknown": "nothing", "another agency's": "strange", "over": "ended", "used up": "none-left",
        "another plan's": "elsewhere",
    }[why]  # fmt: skip

    with pytest.raises(BadCoupon):
        on_plan(okafor, plan, coupon=said)

    assert (Subscription.objects.count(), sum(AgencyCoupon.objects.values_list("used", flat=True))) == (0, 0)


def test_a_code_redeemed_later_holds_from_the_next_period(okafor, agency):
    on_plan(okafor, a_plan())
    with_card(okafor)
    run(NOW)
    coupon = code(agency)

    for _time in range(2):
        actions.redeem_coupon(tenant=row_of(okafor), code="care", by="tests")
    run(day(4, 1))

    coupon.refresh_from_db()
    assert [one.total_amount for one in Invoice.objects.order_by("number")] == [3_900, 5_460]
    assert coupon.used == 1


def test_an_ended_code_is_taken_no_more_and_who_has_it_keeps_it(okafor, agency):
    coupon = code(agency)
    on_plan(okafor, a_plan(), coupon="care")

    actions.end_coupon(coupon=coupon, by="tests")
    run(day(4, 1))

    assert Invoice.objects.order_by("number").last().subtotal_amount == 5_460


@pytest.mark.parametrize(
    "said",
    [
        {"code": "x"},
        {"code": "two words"},
        {"markup_points": -1},
        {"markup_points": 100_001},
        {"discount_points": 10_001},
        {"code": "taken"},
    ],
)
def test_a_code_that_cannot_be_is_refused(agency, said):
    code(agency, code="taken")

    with pytest.raises(BadMarkup):
        code(agency, **said)

    assert AgencyCoupon.objects.count() == 1
