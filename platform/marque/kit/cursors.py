"""Pages of long lists by the number of a row, so that page 2,000 costs what page 1 costs."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

_MOST_DIGITS = 18  # that a bigint always holds
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and before which number the next page begins; None after the last."""

    rows: list[Row]
    more: int | None


def newest_first(found: QuerySet[Row], *, before: int | None, size: int) -> Page[Row]:
    """A page of rows, the newest first. One query, and one for each prefetch."""
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def number_in(text: str | None) -> int | None:
    """The number of a row, from 1, that somebody wrote; None for anything else, and for one that is too long."""
    plain = (text or "").strip()
    return (int(plain) or None) if plain.isascii() and plain.isdigit() and len(plain) <= _MOST_DIGITS else None
