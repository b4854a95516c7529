"""Receipts, invoices and credit notes as PDFs, on the business's letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marque.kit.money import Money
from marque.kit.pdf import render_pdf
from marque.kit.tenancy.context import require_tenant
from tenant_apps.orders.letterhead import asset, faces_of
from tenant_apps.orders.models import CreditNote, Document, Invoice, Order
from tenant_apps.orders.places import country_name
from tenant_apps.orders.queries import payment_that_paid
from tenant_apps.orders.sums import sums_of
from themes.brand import current_brand


def _letterhead() -> dict[str, Any]:
    brand = current_brand()
    return {
        "brand": brand,
        "faces": faces_of(brand.look.families),
        "display": brand.look.families[0],
        "name": brand.wordmark or require_tenant().name,
        "seller": brand.legal_name or require_tenant().name,
    }


def receipt_html(order: Order) -> str:
    """The page that is printed."""
    context = {
        "order": order,
        "lines": order.lines.all(),
        "sums": sums_of(order),
        "payment": payment_that_paid(order),
    }
    return render_to_string("orders/pdf/receipt.html", _letterhead() | context)


def receipt_pdf(order: Order) -> bytes:
    """One A4 page."""
    return render_pdf(receipt_html(order), asset)


def invoice_html(invoice: Invoice) -> str:
    """As it was issued, in today's colours."""
    order = invoice.order
    payment = payment_that_paid(order)
    paid = _("Paid on %(date)s") % {"date": date_format(order.paid_at, "j F Y")}
    own = {
        "heading": _("Invoice"),
        "sums": list(_sums(invoice)),
        "total_label": _("Total"),
        "supplied_at": order.paid_at,
        "paid_with": f"{paid}, {payment.card}." if payment and payment.card else f"{paid}.",
    }
    return _html(invoice, own)


def credit_note_html(note: CreditNote) -> str:
    """What of an invoice went back."""
    own = {
        "heading": _("Credit note"),
        "invoice": note.invoice,
        "sums": list(_taxes(note)),
        "total_label": _("Credited"),
    }
    return _html(note, own)


def document_pdf(document: Document) -> bytes:
    """An invoice or a credit note on A4."""
    html = credit_note_html(document) if isinstance(document, CreditNote) else invoice_html(document)  # type: ignore[arg-type]
    return render_pdf(html, asset)


def file_name(document: Document) -> str:
    """What its file is called: invoice-INV-00012.pdf."""
    kind = "credit-note" if isinstance(document, CreditNote) else "invoice"
    return re.sub(r"[^\w.-]+", "-", f"{kind}-{document}.pdf")


def _html(document: Document, own: dict[str, Any]) -> str:
    seller, language = document.seller, get_language() or "en"
    context = {
        "document": document,
        "seller": seller["legal_name"],
        "place": country_name(seller["country"], language),
        "buyer_place": country_name(document.buyer.get("country", ""), language),
        "lines": [line | {"money": Money(line["amount"], document.currency)} for line in document.lines],
    }
    return render_to_string("orders/pdf/document.html", _letterhead() | context | own)


def _sums(invoice: Invoice) -> Iterator[tuple[str, Money]]:
    if invoice.discount_amount:
        yield _("Subtotal"), Money(invoice.subtotal_amount, invoice.currency)
        yield _("Discount"), Money(-invoice.discount_amount, invoice.currency)
    if invoice.tax_amount and not invoice.tax_included:
        yield _("Before tax"), invoice.total - invoice.tax
    yield from _taxes(invoice)


def _taxes(document: Document) -> Iterator[tuple[str, Money]]:
    for rate in document.taxes:
        words = _("%(name)s %(percent)s %%, included") if document.tax_included else _("%(name)s %(percent)s %%")
        yield words % {"name": rate["name"], "percent": rate["percent"]}, Money(rate["amount"], document.currency)
