"""Invoices of the platform as PDFs."""

from __future__ import annotations

import re

from django.template.loader import render_to_string

from marque.kit.money import Money
from marque.kit.pdf import render_pdf
from shared_apps.billing.models import Invoice


def invoice_html(invoice: Invoice) -> str:
    """The sheet that is printed, as it was issued."""
    rows = [(line["title"], Money(line["amount"], invoice.currency)) for line in invoice.lines]
    payment = invoice.payments.filter(state="paid").first()
    context = {
        "invoice": invoice,
        "rows": [(title, money.format(cents=True)) for title, money in rows],
        "subtotal": Money(invoice.subtotal_amount, invoice.currency).format(cents=True),
        "credit": Money(-invoice.credit_amount, invoice.currency).format(cents=True) if invoice.credit_amount else "",
        "total": invoice.total.format(cents=True),
        "card": payment.card if payment else "",
    }
    return render_to_string("billing/pdf/invoice.html", context)


def invoice_pdf(invoice: Invoice) -> bytes:
    """One A4 sheet."""
    return render_pdf(invoice_html(invoice), {})


def file_name(invoice: Invoice) -> str:
    """What its file is called: invoice-MQ-000012.pdf."""
    return re.sub(r"[^\w.-]+", "-", f"invoice-{invoice}.pdf")
