"""A payout's statement as a PDF, on the business's letterhead."""

from __future__ import annotations

from django.template.loader import render_to_string

from marque.kit.pdf import render_pdf
from marque.kit.tenancy.context import require_tenant
from tenant_apps.ledger.models import Payout
from tenant_apps.ledger.queries.statements import statement_of
from tenant_apps.orders.letterhead import asset, faces_of
from themes.brand import current_brand


def statement_html(payout: Payout) -> str:
    """The pages that are printed."""
    brand = current_brand()
    context = {
        "brand": brand,
        "faces": faces_of(brand.look.families),
        "display": brand.look.families[0],
        "name": brand.wordmark or require_tenant().name,
        "seller": brand.legal_name or require_tenant().name,
        "payout": payout,
        "statement": statement_of(payout),
    }
    return render_to_string("ledger/pdf/statement.html", context)


def statement_pdf(payout: Payout) -> bytes:
    """As many A4 pages as it takes."""
    return render_pdf(statement_html(payout), asset)
