import pytest
from django.test import Client

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Invoice, Seller
from tenant_apps.orders.queries import document_path, receipt_path
from tests.tenant_apps.orders.documents import a_seller
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_paid_order

SETTINGS = "/studio/invoices/"
DETAILS = {
    "legal_name": "Okafor Negotiation Ltd",
    "postal_address": "1 Marina Road, Lagos",
    "country": "NG",
    "invoice_prefix": "OK-",
    "credit_prefix": "CR-",
}

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def test_the_details_are_saved_and_used(alice) -> None:
    saved = alice.post(SETTINGS, DETAILS)

    invoice = orders.issue_invoice(order=a_paid_order())
    assert (saved.status_code, str(invoice), invoice.seller["legal_name"]) == (302, "OK-00001", DETAILS["legal_name"])


def test_details_that_are_missing_or_strange_are_named(alice) -> None:
    page = alice.post(SETTINGS, DETAILS | {"legal_name": "", "invoice_prefix": "<b>"})

    assert (page.status_code, Seller.objects.count()) == (422, 0)
    assert "Letters, digits" in alice.post(SETTINGS, DETAILS | {"invoice_prefix": "<b>"}).content.decode()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SUPPORT, Role.LEARNER])
def test_others_change_no_details(role, client_for, okafor) -> None:
    page = browser_of(client_for, okafor, role).post(SETTINGS, DETAILS)

    assert (page.status_code in (302, 403), Seller.objects.count()) == (True, 0)


def test_the_order_page_makes_a_late_invoice(alice) -> None:
    order = a_paid_order()
    a_seller()

    before = alice.get(f"/studio/orders/{order.code}/").content.decode()
    made = alice.post(f"/studio/orders/{order.code}/invoice/")

    after = alice.get(f"/studio/orders/{order.code}/").content.decode()
    assert ("Make the invoice" in before, made.status_code) == (True, 302)
    assert ("Invoice INV-00001" in after, "Make the invoice" in after) == (True, False)


def test_whoever_holds_the_link_reads_the_invoice(client_for, okafor) -> None:
    a_seller()
    order = a_paid_order()
    invoice = orders.issue_invoice(order=order)
    browser = client_for(okafor)

    signed, plain = (browser.get(document_path(order, invoice, signed=signed)) for signed in (True, False))

    assert (signed.status_code, signed.content[:5], plain.status_code) == (200, b"%PDF-", 404)
    assert "Invoice INV-00001" in browser.get(receipt_path(order)).content.decode()


def test_an_invoice_of_another_business_looks_like_nothing(alice, other) -> None:
    with enter(other):
        a_seller()
        theirs = a_paid_order()
        address = document_path(theirs, orders.issue_invoice(order=theirs))

    assert (alice.get(address).status_code, Invoice.objects.count()) == (404, 0)
