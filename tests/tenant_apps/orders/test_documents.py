import pytest
from django.db import IntegrityError, transaction

from marque.kit.money import Money
from tenant_apps.orders import actions as orders
from tenant_apps.orders.documents import document_pdf, file_name
from tenant_apps.orders.models import CreditNote, Immutable, Invoice, Order
from tests.tenant_apps.orders.documents import a_seller, words_in
from tests.tenant_apps.selling import a_paid_order, an_offer, an_order

pytestmark = pytest.mark.usefixtures("in_okafor")


def an_invoice(**seller: object) -> Invoice:
    a_seller(**seller)
    return orders.issue_invoice(order=a_paid_order())


def test_issue_invoice_twice_is_one_number() -> None:
    a_seller()
    offer = an_offer()
    first, second = a_paid_order(offer), a_paid_order(offer, email="joel@example.com")

    numbers = [str(orders.issue_invoice(order=order)) for order in (first, first, second)]

    assert numbers == ["INV-00001", "INV-00001", "INV-00002"]


@pytest.mark.parametrize("missing", ["legal_name", "postal_address", "country"])
def test_issue_invoice_needs_to_know_the_seller(missing) -> None:
    a_seller(**{missing: ""})

    with pytest.raises(orders.SellerUnknown):
        orders.issue_invoice(order=a_paid_order())


def test_issue_invoice_of_nothing_is_refused() -> None:
    a_seller()

    for order in (an_order(an_offer()), a_paid_order(an_offer("gift", price=0))):
        with pytest.raises(orders.NothingToInvoice):
            orders.issue_invoice(order=order)


def test_an_invoice_keeps_what_it_said(tmp_path) -> None:
    invoice = an_invoice(footer="Thank you.")
    a_seller(legal_name="Somebody Else GmbH", footer="Other words.")
    Order.objects.update(name="Another Name")

    words = words_in(document_pdf(Invoice.objects.get()), tmp_path)

    for part in ("INV-00001", "Okafor Negotiation Ltd", "Sofia Brandt", "The Second Number", "$490.00", "Thank you."):
        assert part in words
    for part in ("Somebody Else", "Another Name", "Other words"):
        assert part not in words
    assert (invoice.total, file_name(invoice)) == (Money(49_000, "USD"), "invoice-INV-00001.pdf")


def test_an_issued_document_is_neither_changed_nor_deleted() -> None:
    invoice = an_invoice()

    for change in (
        invoice.save,
        invoice.delete,
        Invoice.objects.all().delete,
        lambda: Invoice.objects.update(number=9),
    ):
        with pytest.raises(Immutable):
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.all().delete()


def test_credit_notes_of_parts_add_up_to_the_invoice(tmp_path) -> None:
    invoice = an_invoice()

    for amount in (Money(10_001, "USD"), Money(19, "USD"), None):
        orders.refund_order(order=invoice.order, reason="In parts", amount=amount)
    notes = [orders.issue_credit_note(refund=refund) for refund in invoice.order.refunds.order_by("pk")]

    assert [note.total_amount for note in notes] == [10_001, 19, 38_980]
    assert [str(note) for note in notes] == ["CN-00001", "CN-00002", "CN-00003"]
    words = words_in(document_pdf(notes[0]), tmp_path)
    assert ("Credit note" in words, "INV-00001" in words, "$100.01" in words) == (True, True, True)


def test_a_late_invoice_brings_the_credit_notes_of_what_went_back() -> None:
    order = a_paid_order()
    orders.refund_order(order=order, reason="Part", amount=Money(1_000, "USD"))
    a_seller()

    invoice = orders.issue_invoice(order=order)

    assert [note.total_amount for note in invoice.credit_notes.all()] == [1_000]


def test_a_refund_without_an_invoice_has_no_credit_note() -> None:
    order = a_paid_order()
    orders.refund_order(order=order, reason="All")

    assert orders.issue_credit_note(refund=order.refunds.get()) is None
    assert not CreditNote.objects.exists()


def test_update_seller_refuses_a_strange_prefix() -> None:
    with pytest.raises(orders.SellerRefused) as refused:
        a_seller(invoice_prefix="<b>")

    assert refused.value.field == "invoice_prefix"
