"""The strip of figures on top."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from marque.kit.money import Money
from tenant_apps.studio.dashboard.figures import Series
from tenant_apps.studio.dashboard.period import MONTH, WEEK, Period
from themes.studio.chart import spark


@dataclass(frozen=True)
class Kpi:
    """One figure: what it is, how much, and how that compares."""

    label: str
    value: str
    delta: str
    note: str
    direction: str
    spark: SafeString


def money_kpi(label: str, series: Series, currency: str, period: Period) -> Kpi:
    """A sum of money against the time before, in percent."""
    before = series.total_before(period.so_far)
    percent = round(100 * (series.total - before) / before) if before else None
    delta = f"{percent:+d}%".replace("-", "−") if percent is not None else ""
    value = Money(series.total, currency).format(period.language)
    direction = "down" if (percent or 0) < 0 else "up"
    note = against(period) if percent is not None else nothing_before(period)
    return Kpi(label, value, delta, note, direction, spark(series.now, direction))


def count_kpi(label: str, series: Series, period: Period) -> Kpi:
    """A count against the time before."""
    change = series.total - series.total_before(period.so_far)
    direction = "down" if change < 0 else "up"
    delta = f"{change:+d}".replace("-", "−") if change else ""
    note = against(period) if change else as_before(period)
    return Kpi(label, f"{series.total:,}", delta, note, direction, spark(series.now, direction))


def share_kpi(label: str, part: Series, whole: Series, period: Period) -> Kpi:
    """A share in percent against the time before, in points."""
    share = _percent(part.total, whole.total)
    before = _percent(part.total_before(period.so_far), whole.total_before(period.so_far))
    if share is None:
        return Kpi(label, "–", "", _("none started yet"), "up", SafeString(""))
    points = share - before if before is not None else 0
    direction = "down" if points < 0 else "up"
    daily = [_percent(a, b) or 0 for a, b in zip(part.now, whole.now, strict=True)]
    delta = f"{points:+d} pt".replace("-", "−") if points else ""
    note = against(period) if points else _("%(part)d of %(whole)d") % {"part": part.total, "whole": whole.total}
    return Kpi(label, f"{share}%", delta, note, direction, spark(daily, direction))


def against(period: Period) -> str:
    """Which time a change is measured from."""
    if period.span == WEEK:
        return _("on the 7 days before")
    if period.span == MONTH:
        return _("on %(month)s to the %(day)s") % {"month": period.before_label, "day": ordinal(period.today.day)}
    return _("on %(year)s to this month") % {"year": period.before_label}


def as_before(period: Period) -> str:
    """Nothing changed."""
    return _("as in the 7 days before") if period.span == WEEK else _("as in %s") % period.before_label


def nothing_before(period: Period) -> str:
    """There is nothing to compare with."""
    return _("nothing to compare with yet")


def ordinal(day: int) -> str:
    """21st, in English; other languages take the number as their own words need it."""
    ending = "th" if 11 <= day % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
