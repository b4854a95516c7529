"""Reading a statement as its owner does: on the page, as a spreadsheet and as a PDF, each of them to the cent."""

import csv
import io
import re
from dataclasses import dataclass

from playwright.sync_api import Locator
from pypdf import PdfReader

from tests.journeys.stage.visitor import Visitor


@dataclass(frozen=True)
class Explained:
    """Cents: what was carried over, each line, and what is left."""

    carried: int
    lines: list[tuple[str, int]]
    left: int

    def explains(self, paid: int) -> bool:
        """All that came, and was not left, is what was paid."""
        came = [amount for words, amount in self.lines if words != "Payout reserved"]
        taken = [amount for words, amount in self.lines if words == "Payout reserved"]
        return taken == [-paid] and self.carried + sum(came) - self.left == paid


def cents(text: str) -> int:
    """`-$1,234.50` in cents."""
    sign = -1 if re.search("[-−]", text) else 1
    return sign * int(re.sub(r"\D", "", text))


def on_page(visitor: Visitor) -> Explained:
    """The table of a payout's page."""
    table = visitor.page.get_by_role("region", name="Statement")
    rows = [_of(row) for row in table.locator("tbody tr").all()]
    left = table.locator("tfoot td").last.inner_text()
    return Explained(rows[0][1], rows[1:], cents(left))


def _of(row: Locator) -> tuple[str, int]:
    cells = row.get_by_role("cell")
    return cells.nth(1).inner_text().strip(), cents(cells.last.inner_text())


def in_csv(raw: bytes) -> Explained:
    """A statement that was downloaded."""
    rows = list(csv.DictReader(io.StringIO(raw.decode())))
    amounts = [(row["What"], cents(row["Amount"])) for row in rows]
    return Explained(amounts[0][1], amounts[1:-1], amounts[-1][1])


def in_pdf(raw: bytes) -> str:
    """Its words, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).split())


def missing(pdf: str, explained: Explained) -> list[str]:
    """Amounts that stand in the PDF less often than they should."""
    amounts = [explained.carried, *(amount for _words, amount in explained.lines), explained.left]
    written = [cents(found) for found in re.findall(r"[-−]? ?\$[\d,]+\.\d\d", pdf)]
    return [f"{amount} in {pdf}" for amount in amounts if written.count(amount) < amounts.count(amount)]
