"""What a subscriber agreed to. Frozen with the subscription: later prices change nothing about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.orders.rhythm import Interval, a_month

LONGEST = 366


class BadTerms(Refused):
    """Terms nobody can keep."""

    message = _("These subscription terms do not fit together.")


@dataclass(frozen=True, slots=True)
class Terms:
    """An amount for each period; with `instalments` a plan that ends after so many."""

    amount: int
    currency: str
    interval: str
    interval_count: int = 1
    trial_days: int = 0
    setup_amount: int = 0
    minimum_terms: int = 0
    instalments: int | None = None

    def check(self) -> Terms:
        """The same terms; raises BadTerms, with the field at fault."""
        if self.amount <= 0:
            raise BadTerms(_("Each payment is more than nothing."), field="amount")
        if self.interval not in Interval.values or not 1 <= self.interval_count <= LONGEST:
            raise BadTerms(_("Say how often it is paid, such as every month."), field="interval_count")
        if self.instalments is not None and (self.instalments < 2 or self.trial_days):
            raise BadTerms(_("A plan has at least two payments and no trial."), field="instalments")
        if min(self.trial_days, self.setup_amount, self.minimum_terms) < 0:
            raise BadTerms
        return self

    @property
    def money(self) -> Money:
        """What each period costs."""
        return Money(self.amount, self.currency)

    @property
    def due_today(self) -> Money:
        """What the first order asks: the setup fee, and the first period unless a trial comes first."""
        return Money(self.setup_amount + (0 if self.trial_days else self.amount), self.currency)

    @property
    def monthly(self) -> int:
        """Its worth a month; a plan that ends is no recurring revenue."""
        if self.instalments:
            return 0
        return a_month(self.amount, interval=self.interval, count=self.interval_count)

    def as_fields(self) -> dict[str, Any]:
        """As the columns of a subscription."""
        return asdict(self)


def rhythm_words(interval: str, count: int) -> str:
    """`a month`, `every 3 months`."""
    one = {"day": _("a day"), "week": _("a week"), "month": _("a month"), "year": _("a year")}
    if count == 1:
        return str(one[interval])
    many = {
        "day": ngettext("every %d day", "every %d days", count),
        "week": ngettext("every %d week", "every %d weeks", count),
        "month": ngettext("every %d month", "every %d months", count),
        "year": ngettext("every %d year", "every %d years", count),
    }
    return many[interval] % count
