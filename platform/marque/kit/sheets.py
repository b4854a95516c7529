"""Tables as CSV that opens safely in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A file to download; a name typed by a stranger does not run as a formula."""
    disposition = f'attachment; filename="{name}.csv"'
    return HttpResponse(csv_text(head, rows), content_type="text/csv", headers={"Content-Disposition": disposition})


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The same as text."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([defused(value) for value in head])
    writer.writerows([defused(value) for value in row] for row in rows)
    return out.getvalue()


def defused(value: Any) -> Any:
    """A text that a spreadsheet would run, with a mark before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
