"""A payout's statement as a file, for whoever may see the payout."""

from django.http import HttpResponse

from marque.kit.sheets import csv_response
from tenant_apps.ledger import sheets
from tenant_apps.ledger.documents import statement_pdf
from tenant_apps.ledger.models import Payout
from tenant_apps.ledger.queries.statements import statement_of


def statement_response(payout: Payout, form: str) -> HttpResponse:
    """A statement to download."""
    if form == "csv":
        rows = sheets.statement_rows(statement_of(payout))
        return csv_response(f"statement-{payout.code}", sheets.STATEMENT_HEAD, rows)
    name = f'attachment; filename="statement-{payout.code}.pdf"'
    return HttpResponse(statement_pdf(payout), content_type="application/pdf", headers={"Content-Disposition": name})
