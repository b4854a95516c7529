import pytest
from django.test import Client

from marque.kit.money import Money
from shared_apps.integrations.ports.tax import BadTaxId
from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.documents import document_pdf, receipt_pdf
from tenant_apps.orders.models import Order, OrderBilling, TaxRate
from tenant_apps.orders.taxing import BillTo
from tests.tenant_apps.orders.documents import a_seller, words_in
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import an_offer, an_order, card_token

SETTINGS = "/studio/invoices/"
RATE = {"country": "US", "region": "tx", "name": "Sales tax", "percent": "8,25"}

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def in_germany(**values: object) -> None:
    a_seller(country="DE", eu_vat="destination", **values)


def billed(country: str = "DE", **to: str) -> Order:
    return orders.bill_order(order=an_order(), to=BillTo(country, **to))


def test_tax_on_top_is_paid_with_the_price() -> None:
    in_germany()

    order = billed("AT")

    assert (order.total_amount, order.tax_amount, order.tax_included) == (58_800, 9_800, False)
    assert [line.tax_amount for line in order.lines.all()] == [9_800]
    assert orders.pay(order=order, method=card_token()).amount == 58_800


def test_tax_inside_leaves_the_price_as_it_is() -> None:
    in_germany(prices_include_tax=True)

    order = billed("DE")

    assert (order.total_amount, order.tax_amount, order.tax_included) == (49_000, 7_824, True)


def test_a_business_abroad_pays_no_vat_and_its_invoice_says_why(tmp_path) -> None:
    in_germany()
    order = billed("AT", tax_id="atu 57194903", address="Ring 1, Wien")
    order = orders.pay(order=order, method=card_token()).order

    words = words_in(document_pdf(orders.issue_invoice(order=order)), tmp_path)

    assert (order.tax_amount, order.billing.reverse_charged) == (0, True)
    for part in ("Reverse charge", "ATU57194903", "Ring 1, Wien", "Austria"):
        assert part in words


def test_a_tax_id_nobody_gave_out_changes_nothing() -> None:
    in_germany()
    order = an_order()

    with pytest.raises(BadTaxId):
        orders.bill_order(order=order, to=BillTo("AT", tax_id="ATU57194904"))

    assert not OrderBilling.objects.exists()


def test_another_total_than_the_form_showed_is_refused() -> None:
    in_germany()
    order = an_order()

    with pytest.raises(orders.TotalHasChanged):
        orders.bill_order(order=order, to=BillTo("AT"), expected=Money(49_000, "USD"))

    order.refresh_from_db()
    assert (order.total_amount, order.tax_amount) == (49_000, 0)


def test_billing_again_replaces_and_a_paid_order_stays() -> None:
    in_germany()
    order = billed("AT")

    order = orders.bill_order(order=order, to=BillTo("HU", ip_country="HU"))
    orders.pay(order=order, method=card_token())
    after = orders.bill_order(order=order, to=BillTo("US"))

    assert (after.tax_amount, after.billing.country, after.billing.ip_country) == (13_230, "HU", "HU")


def test_the_invoice_tells_the_rate_and_credit_notes_give_all_of_it_back(tmp_path) -> None:
    in_germany()
    order = orders.pay(order=billed("HU"), method=card_token()).order
    invoice = orders.issue_invoice(order=order)

    for amount in (Money(1, "USD"), Money(33_333, "USD"), None):
        orders.refund_order(order=order, reason="In parts", amount=amount)
    notes = [orders.issue_credit_note(refund=refund) for refund in order.refunds.order_by("pk")]

    words = words_in(document_pdf(invoice), tmp_path)
    for part in ("VAT 27 %", "$132.30", "$490.00", "$622.30"):
        assert part in words
    assert sum(note.tax_amount for note in notes) == invoice.tax_amount == 13_230
    assert sum(note.taxes[0]["taxable"] for note in notes) == invoice.taxes[0]["taxable"] == 49_000


def test_rates_are_added_replaced_and_taken_away(alice) -> None:
    for percent in ("8,25", "8.5 %"):
        alice.post(f"{SETTINGS}rates/", RATE | {"percent": percent})
    rate = TaxRate.objects.get()
    shown = alice.get(SETTINGS).content.decode()
    alice.post(f"{SETTINGS}rates/{rate.key}/end/")

    assert (rate.country, rate.region, rate.millipercent, "8.5 %" in shown) == ("US", "TX", 8_500, True)
    assert not TaxRate.objects.exists()


@pytest.mark.parametrize("percent", ["", "-1", "101", "8.12345", "ten", "1e3", "NaN", "9" * 12])
def test_a_rate_that_cannot_be_is_refused(percent, alice) -> None:
    page = alice.post(f"{SETTINGS}rates/", RATE | {"percent": percent})

    assert (page.status_code, TaxRate.objects.count()) == (422, 0)


def test_support_sets_no_rates(client_for, okafor) -> None:
    page = browser_of(client_for, okafor, Role.SUPPORT).post(f"{SETTINGS}rates/", RATE)

    assert (page.status_code in (302, 403), TaxRate.objects.count()) == (True, 0)


def test_a_free_order_and_one_in_whole_units_have_their_tax(in_okafor) -> None:
    a_seller(country="JP")
    orders.set_rate(country="JP", percent="10", name="Consumption tax", by="test")

    order = orders.bill_order(order=an_order(an_offer("free", price=0)), to=BillTo("JP"))

    assert (order.total_amount, order.tax_amount) == (0, 0)


def test_the_receipt_shows_what_stands_between_price_and_total(tmp_path) -> None:
    in_germany()
    order = orders.pay(order=billed("HU"), method=card_token()).order

    words = words_in(receipt_pdf(order), tmp_path)

    for part in ("$490.00", "VAT 27 %", "$132.30", "$622.30"):
        assert part in words
