"""Reads on orders."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from marque.kit import signing
from marque.kit.ids import read_code
from marque.kit.tenancy.addresses import path_to
from tenant_apps.catalog.models import Product
from tenant_apps.orders.models import CreditNote, Document, Order, OrderLine, OrderQuerySet, Payment
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_for_request

RECEIPT = "orders.receipt"
KEPT = timedelta(days=3 * 365)
FRESH = timedelta(minutes=10)


def orders_of(person: Person) -> OrderQuerySet:
    """A buyer's paid and refunded orders, newest first."""
    bought = Order.objects.filter(buyer=person, paid_at__isnull=False)
    return bought.prefetch_related("lines", "invoice__credit_notes").newest_first()


def ordered_ahead(person: Person, now: datetime) -> QuerySet[OrderLine]:
    """What a person paid for and gets on a day to come."""
    kept = OrderLine.objects.filter(order__paid_at__isnull=False, order__refunded_at__isnull=True)
    mine = kept.filter(order__buyer=person, order__gift__isnull=True, delivers_at__gt=now, delivered_at__isnull=True)
    return mine.select_related("order").order_by("delivers_at")


def just_paid_for(person: Person, product: Product, now: datetime) -> bool:
    """Has this person paid for the product a moment ago? Then the way in is being made."""
    fresh = Order.objects.paid().filter(buyer=person, paid_at__gte=now - FRESH, gift__isnull=True)
    return fresh.filter(lines__offer__products=product, lines__seat_purchase__isnull=True).exists()


def for_studio() -> OrderQuerySet:
    """Orders with all a list of them shows."""
    return Order.objects.select_related("buyer").prefetch_related("lines").newest_first()


def receipt_token(order: Order) -> str:
    """What opens this order's receipt without signing in: it travels in the redirect and in the email."""
    return signing.sign(RECEIPT, str(order.key), expires_in=KEPT)


def documents_of(order: Order) -> list[Document]:
    """Its invoice, if there is one, and what was credited of it, in order."""
    invoice = getattr(order, "invoice", None)
    return [invoice, *invoice.credit_notes.order_by("number")] if invoice else []


def document_path(order: Order, document: Document, *, signed: bool = True) -> str:
    """Where the PDF is; signed, whoever holds the address may read it."""
    if isinstance(document, CreditNote):
        path = path_to("orders:credit_note_pdf", order.code, document.number)
    else:
        path = path_to("orders:invoice_pdf", order.code)
    return f"{path}?{urlencode({'t': receipt_token(order)})}" if signed else path


def receipt_path(order: Order, name: str = "receipt") -> str:
    """The receipt's address, opened by whoever holds it."""
    return f"{path_to(f'orders:{name}', order.code)}?{urlencode({'t': receipt_token(order)})}"


def readable_order(request: HttpRequest, code: str, token: str) -> Order | None:
    """The order of this code, if the token or the signed-in person may see it; None looks the same as missing."""
    order = Order.objects.select_related("buyer").prefetch_related("lines__offer").filter(code=read_code(code)).first()
    if order is None:
        return None
    if token and _opens(token, order):
        return order
    person = person_for_request(request)
    return order if person is not None and order.buyer_id == person.pk else None


def _opens(token: str, order: Order) -> bool:
    try:
        return bool(signing.unsign(RECEIPT, token) == str(order.key))
    except signing.BadSignature:
        return False


def latest_payment(order: Order) -> Payment | None:
    """The last attempt to pay."""
    return order.payments.order_by("-pk").first()


def payment_that_paid(order: Order) -> Payment | None:
    """The one that brought the money."""
    return order.payments.succeeded().first()
