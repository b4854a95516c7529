"""The platform's fee on sales that nobody kept back: on the bill of its month, exactly once."""

import pytest

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.billing.actions import rolling
from shared_apps.billing.actions.running import look
from shared_apps.billing.models import BilledSales, Invoice, Subscription
from shared_apps.billing.queries import balance_of
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role
from tenant_apps.ledger.models import BilledFee, FeeBill
from tenant_apps.ledger.queries.platform_fees import unbilled_fees
from tenant_apps.orders.models import Payment
from tests.shared_apps.plan_trial import a_plan, day, on_plan, run, with_card
from tests.tenant_apps.ledger.factories import a_refund
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_paid_order, an_offer


@pytest.fixture
def selling(okafor):
    """Okafor, on a plan that costs nothing but 5 % of each sale."""
    on_plan(okafor, a_plan(prices={}, sales_fee_points=500), currency="USD")
    with_card(okafor)
    return okafor


@pytest.fixture
def sold(selling, deliver_facts):
    """Sell something for $100.00 at a moment, and give so much of it back."""

    def sell(at, *, back: int = 0, refunded_at=None):
        with enter(selling):
            with clock.fixed(at):
                order = a_paid_order(an_offer(slug=f"offer-{at:%m%d%H}", price=10_000))
                deliver_facts()
            if back:
                with clock.fixed(refunded_at or at):
                    a_refund(order, back)
                    deliver_facts()
        return order

    return sell


def lines() -> list[list[tuple[str, int]]]:
    rows = Invoice.objects.order_by("number")
    return [[(line["title"], line["amount"]) for line in row.lines] for row in rows]


def test_a_month_is_billed_with_what_was_sold_and_given_back(sold) -> None:
    sold(day(3, 10))
    sold(day(3, 12), back=4_000)

    for at in (day(3, 31), day(4, 1), day(4, 1), day(4, 2), day(5, 1)):
        run(at)

    invoice = Invoice.objects.get()
    assert (invoice.key, invoice.total, invoice.state) == ("usage:2026-03", Money(800, "USD"), "paid")
    assert lines() == [
        [
            ("March 2026: 2 sales of $200.00 without tax, of which 5 %", 1_000),
            ("March 2026: 1 refund or lost dispute of $40.00, 5 % of it given back", -200),
        ]
    ]


def test_a_sale_on_the_first_of_the_next_month_is_on_the_next_bill(sold) -> None:
    sold(day(3, 31, 23))
    sold(day(4, 1, 0))

    for at in (day(4, 1), day(5, 1)):
        run(at)

    assert [row.total_amount for row in Invoice.objects.order_by("number")] == [500, 500]


def test_a_fee_that_was_kept_back_is_on_no_bill(selling, sold, monkeypatch) -> None:
    from shared_apps.integrations.sandbox.gateway import SandboxGateway

    keeps = SandboxGateway.capabilities.__class__(**vars(SandboxGateway.capabilities) | {"collects_fee": True})
    monkeypatch.setattr(SandboxGateway, "capabilities", keeps)
    sold(day(3, 10), back=4_000)

    run(day(4, 1))

    with enter(selling):
        assert Payment.objects.get().platform_fee_at_source
    assert (Invoice.objects.count(), BilledSales.objects.count()) == (0, 0)


def test_a_run_that_is_cut_off_bills_the_same_once(sold, monkeypatch) -> None:
    sold(day(3, 10))
    write = rolling._write
    monkeypatch.setattr(rolling, "_write", lambda *given, **named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(day(4, 1))
    monkeypatch.setattr(rolling, "_write", write)
    sold(day(3, 20))  # posted late: the book had been read

    for at in (day(4, 1), day(5, 1)):
        run(at)

    assert [row.total_amount for row in Invoice.objects.order_by("number")] == [500, 500]


def test_fees_handed_over_before_a_suspension_are_on_the_first_bill_after_it(selling, sold, monkeypatch) -> None:
    sold(day(3, 10))
    with monkeypatch.context() as cut:
        cut.setattr(rolling, "_write", lambda *given, **named: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(day(4, 1))
    closed = Tenant.objects.filter(id=selling.id)
    closed.update(state=Tenant.State.SUSPENDED)
    Subscription.objects.update(suspended_at=day(4, 1, 10))
    look(tenant_id=selling.id, now=day(5, 1))  # a letter was to be sent
    closed.update(state=Tenant.State.ACTIVE)
    sold(day(5, 10))

    for at in (day(5, 11), day(6, 1), day(6, 1), day(7, 1)):
        run(at)

    assert [row.total_amount for row in Invoice.objects.order_by("number")] == [500, 500]
    assert list(BilledSales.objects.order_by("month").values_list("month__month", flat=True)) == [3, 5]


def test_a_month_of_refunds_alone_is_credit_for_the_next(selling, sold) -> None:
    sold(day(3, 10), back=10_000, refunded_at=day(4, 3))
    run(day(4, 1))
    run(day(5, 1))

    kept = balance_of(selling.id, "USD")
    sold(day(5, 10))
    sold(day(5, 11))
    run(day(6, 1))

    last = Invoice.objects.latest("number")
    assert (kept, last.subtotal_amount, last.credit_amount, last.total_amount) == (Money(500, "USD"), 1_000, 500, 500)


def test_sales_in_another_currency_are_on_an_invoice_of_their_own(okafor, deliver_facts) -> None:
    on_plan(okafor, a_plan(prices={}, sales_fee_points=500, extra={"members": (0, 1, {"EUR": 10})}), currency="EUR")
    with_card(okafor)
    with enter(okafor), clock.fixed(day(3, 10)):
        a_paid_order(an_offer(price=10_000))
        deliver_facts()

    run(day(4, 1))

    found = Invoice.objects.order_by("key").values_list("key", "currency")
    assert list(found) == [("usage:2026-03", "EUR"), ("usage:2026-03:USD", "USD")]


def test_the_fees_of_a_trial_are_on_the_first_bill_after_it(okafor, deliver_facts) -> None:
    on_plan(okafor, a_plan(sales_fee_points=500, trial_days=40))
    with_card(okafor)
    with enter(okafor), clock.fixed(day(3, 10)):
        a_paid_order(an_offer(price=10_000))
        deliver_facts()

    run(day(4, 1))
    in_trial = BilledSales.objects.count()
    run(day(5, 1))

    assert (in_trial, BilledSales.objects.get().amount) == (0, 500)


def test_a_book_that_was_restored_is_not_billed_again(selling, sold) -> None:
    sold(day(3, 10))
    run(day(4, 1))
    with enter(selling):  # as the backup of March had it
        BilledFee.objects.all().delete()
        FeeBill.objects.all().delete()
    sold(day(4, 10))

    run(day(5, 1))

    assert [row.total_amount for row in Invoice.objects.order_by("number")] == [500, 500]


def test_practice_sales_owe_nothing_where_bills_are_real(selling, sold, settings) -> None:
    sold(day(3, 10))
    settings.BILLING_PROVIDER = "stripe"

    with enter(selling):
        assert list(unbilled_fees(before=day(4, 1))) == []


def test_the_page_of_the_plan_shows_what_the_month_will_bill(selling, sold, client_for) -> None:
    sold(day(3, 10), back=4_000)

    with enter(selling), clock.fixed(day(3, 16)):
        owner = browser_of(client_for, selling, Role.OWNER)
        page = owner.get("/studio/settings/plan/").content.decode()

    assert "1 sale of $100.00 without tax, of which 5 %" in page
    assert "1 refund or lost dispute of $40.00, 5 % of it given back" in page
