"""Which learners a page speaks of: those who got their place in the last months, or all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST = date(1970, 1, 1)
ALL = "all"
SPANS: dict[str, tuple[int, str | Promise]] = {
    "3": (3, _("3 months")),
    "12": (12, _("12 months")),
    ALL: (0, _("All time")),
}


@dataclass(frozen=True)
class Period:
    """Months from `first` on; `of` is the name in an address."""

    of: str
    first: date

    def within(self, **more: Any) -> dict[str, Any]:
        """The filter of a counter."""
        return {"month__gte": self.first, **more}


def period(of: str, now: datetime) -> Period:
    """This month and those before it; an unknown word is all time."""
    months, _label = SPANS.get(of, SPANS[ALL])
    if not months:
        return Period(ALL, FIRST)
    place = now.year * 12 + now.month - months
    return Period(of, date(place // 12, place % 12 + 1, 1))
