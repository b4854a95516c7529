import pytest

from marque.kit.facts.models import Delivery
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from tenant_apps.accounts.models import User
from tenant_apps.orders import actions as orders
from tests.tenant_apps.orders.documents import a_seller
from tests.tenant_apps.selling import EMAIL, a_paid_order, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


def deliver() -> None:
    """Deliver our own facts only: what other apps make of a purchase is theirs to test."""
    Delivery.objects.exclude(subscriber__startswith="orders.").delete()
    deliver_pending()
    assert not Delivery.objects.exclude(last_error="").values_list("last_error", flat=True)


def test_a_paid_order_sends_one_receipt_with_its_pdf_and_a_way_in() -> None:
    order = a_paid_order()

    deliver()
    deliver()

    email = SentEmail.objects.get(purpose="receipt")
    assert (email.to, email.subject) == ([EMAIL], "Your receipt for The Second Number")
    assert [each["name"] for each in email.attachments] == [f"receipt-{order.number}.pdf"]
    for words in (
        "You’re in, Sofia.",
        "/accounts/link/",
        "Paid with Visa ending 4242: $490.00",
        f"/orders/{order.code}/",
    ):
        assert words in email.text


def test_a_paid_order_opens_an_account_for_its_buyer() -> None:
    order = a_paid_order()

    deliver()

    order.refresh_from_db()
    user = User.objects.get(email=EMAIL)
    assert (order.opened_account, order.buyer.user, user.has_usable_password()) == (user, user, False)


def test_an_account_that_exists_is_neither_linked_nor_signed_in() -> None:
    User.objects.create_user(EMAIL)
    order = a_paid_order()

    deliver()

    order.refresh_from_db()
    assert (order.opened_account, order.buyer.user) == (None, None)
    assert "/accounts/link/" not in SentEmail.objects.get(purpose="receipt").text


def test_a_free_order_sends_a_receipt_too() -> None:
    a_paid_order(an_offer(price=0))

    deliver()

    assert "Total: $0.00" in SentEmail.objects.get(purpose="receipt").text


def test_a_refund_is_told_once() -> None:
    order = a_paid_order()
    deliver()

    orders.refund_order(order=order, reason="Not for me")
    deliver()

    email = SentEmail.objects.get(purpose="refund")
    assert "We sent $490.00 for The Second Number back the way you paid." in email.text
    assert "Not for me" not in email.text + email.html


def test_once_the_seller_is_known_the_receipt_carries_the_invoice() -> None:
    a_seller()
    a_paid_order()

    deliver()

    assert [each["name"] for each in SentEmail.objects.get(purpose="receipt").attachments] == ["invoice-INV-00001.pdf"]


def test_a_refund_of_an_invoiced_order_carries_the_credit_note() -> None:
    a_seller()
    order = a_paid_order()
    deliver()

    orders.refund_order(order=order, reason="Not for me")
    deliver()

    email = SentEmail.objects.get(purpose="refund")
    assert [each["name"] for each in email.attachments] == ["credit-note-CN-00001.pdf"]
    assert "Credit note CN-00001 is attached." in email.text
