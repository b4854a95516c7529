"""Invoices and credit notes for the buyer to keep."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenant_apps.orders.documents import document_pdf, file_name
from tenant_apps.orders.models import CreditNote, Document, Invoice
from tenant_apps.orders.queries import readable_order


@never_cache
@require_safe
def invoice_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The invoice of an order, for whoever may read the order."""
    order = readable_order(request, code, request.GET.get("t", ""))
    return _answer(Invoice.objects.filter(order=order).first() if order else None)


@never_cache
@require_safe
def credit_note_pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One of its credit notes."""
    order = readable_order(request, code, request.GET.get("t", ""))
    notes = CreditNote.objects.select_related("invoice").filter(invoice__order=order, number=number)
    return _answer(notes.first() if order else None)


def _answer(document: Document | None) -> HttpResponse:
    if document is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{file_name(document)}"'}
    return HttpResponse(document_pdf(document), content_type="application/pdf", headers=headers)
