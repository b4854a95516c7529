"""The receipt as a PDF, on the business's letterhead."""

from __future__ import annotations

from django.template.loader import render_to_string

from marque.kit.pdf import render_pdf
from marque.kit.tenancy.context import require_tenant
from tenant_apps.orders.letterhead import asset, faces_of
from tenant_apps.orders.models import Order
from tenant_apps.orders.queries import payment_that_paid
from themes.brand import current_brand


def receipt_html(order: Order) -> str:
    """The page that is printed."""
    brand = current_brand()
    context = {
        "order": order,
        "lines": order.lines.all(),
        "payment": payment_that_paid(order),
        "brand": brand,
        "faces": faces_of(brand.look.families),
        "display": brand.look.families[0],
        "name": brand.wordmark or require_tenant().name,
        "seller": brand.legal_name or require_tenant().name,
    }
    return render_to_string("orders/pdf/receipt.html", context)


def receipt_pdf(order: Order) -> bytes:
    """One A4 page."""
    return render_pdf(receipt_html(order), asset)
