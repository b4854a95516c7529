"""The terms of a price: once, over time, in parts, for nothing, or what the buyer names."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marque.kit.errors import Refused

FULL = "full"


class PriceKind(models.TextChoices):
    """How a price is paid."""

    ONE_TIME = "one_time", _("Once")
    SUBSCRIPTION = "subscription", _("Subscription")
    INSTALMENTS = "instalments", _("Instalments")
    FREE = "free", _("Free")
    OPEN = "open", _("Pay what you want")


class Interval(models.TextChoices):
    """The unit of time between two charges."""

    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


OVER_TIME = (PriceKind.SUBSCRIPTION, PriceKind.INSTALMENTS)


class BadTerms(Refused):
    """Terms that contradict each other."""

    message = _("These terms do not fit together.")


@dataclass(frozen=True, slots=True)
class Terms:
    """When a price is paid. Amounts are not part of it: they differ by currency."""

    kind: str = PriceKind.ONE_TIME
    interval: str = ""
    interval_count: int = 0
    trial_days: int = 0
    minimum_terms: int = 0
    instalments: int = 0

    @property
    def over_time(self) -> bool:
        """Are there charges after the first?"""
        return self.kind in OVER_TIME

    def check(self) -> Terms:
        """The same terms, if they make sense; raises BadTerms with the field at fault."""
        if self.kind not in PriceKind.values:
            raise BadTerms(_("Choose how this is paid."), field="kind")
        if self.over_time and (self.interval not in Interval.values or not 1 <= self.interval_count <= 36):
            raise BadTerms(
                _("Say how often it is paid, such as every month or every 3 months."), field="interval_count"
            )
        if self.kind == PriceKind.INSTALMENTS and not 2 <= self.instalments <= 60:
            raise BadTerms(_("Write the number of payments, from 2 to 60."), field="instalments")
        if not 0 <= self.trial_days <= 730 or not 0 <= self.minimum_terms <= 120:
            raise BadTerms(_("A trial lasts up to 730 days, a minimum term up to 120 periods."), field="trial_days")
        return self

    def alone(self) -> Terms:
        """The terms without what does not belong to their kind."""
        if not self.over_time:
            return Terms(kind=self.kind)
        if self.kind == PriceKind.INSTALMENTS:
            return Terms(self.kind, self.interval, self.interval_count, instalments=self.instalments)
        return Terms(
            self.kind, self.interval, self.interval_count, trial_days=self.trial_days, minimum_terms=self.minimum_terms
        )

    @property
    def rhythm(self) -> str:
        """`a month`, `every 3 months`; empty for what is paid once."""
        if not self.over_time:
            return ""
        one = {"day": _("a day"), "week": _("a week"), "month": _("a month"), "year": _("a year")}
        if self.interval_count == 1:
            return str(one[self.interval])
        many = {
            "day": ngettext("every %d day", "every %d days", self.interval_count),
            "week": ngettext("every %d week", "every %d weeks", self.interval_count),
            "month": ngettext("every %d month", "every %d months", self.interval_count),
            "year": ngettext("every %d year", "every %d years", self.interval_count),
        }
        return many[self.interval] % self.interval_count

    def as_data(self) -> dict[str, Any]:
        """A snapshot to keep."""
        return asdict(self)


ONCE = Terms()
