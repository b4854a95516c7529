"""Which learners a page speaks of: those who got their place in the last months, or all; and of which cohort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

FIRST = date(1970, 1, 1)
ALL = "all"
# those in no cohort, as an address says it
NONE = "none"
SPANS: dict[str, tuple[int, str | Promise]] = {
    "3": (3, _("3 months")),
    "12": (12, _("12 months")),
    ALL: (0, _("All time")),
}


@dataclass(frozen=True)
class Period:
    """Months from `first` on; `of` is the name in an address. Of one cohort, by its key, of NONE, or of everybody."""

    of: str
    first: date
    cohort: str = ""

    @property
    def query(self) -> str:
        """What an address asks for it with."""
        return urlencode({"for": self.of} | ({"cohort": self.cohort} if self.cohort else {}))

    def within(self, **more: Any) -> dict[str, Any]:
        """The filter of a counter."""
        if self.cohort:
            more["cohort"] = None if self.cohort == NONE else self.cohort
        return {"month__gte": self.first, **more}


def period(of: str, now: datetime, cohort: str = "") -> Period:
    """This month and those before it; an unknown word is all time."""
    months, _label = SPANS.get(of, SPANS[ALL])
    if not months:
        return Period(ALL, FIRST, cohort)
    place = now.year * 12 + now.month - months
    return Period(of, date(place // 12, place % 12 + 1, 1), cohort)
