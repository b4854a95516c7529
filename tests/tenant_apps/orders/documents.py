"""Small makers for tests about invoices and tax."""

import subprocess
from pathlib import Path

from tenant_apps.accounts.models import User
from tenant_apps.orders import actions as orders


def a_seller(**values: object) -> None:
    """A seller who has said all that an invoice needs."""
    known = {"legal_name": "Okafor Negotiation Ltd", "postal_address": "1 Marina Road\nLagos", "country": "NG"}
    orders.update_seller(by=User.objects.filter(email="alice@example.com").first(), **(known | values))


def words_in(pdf: bytes, folder: Path) -> str:
    """What poppler reads in a PDF."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True).stdout  # noqa: S603, S607
