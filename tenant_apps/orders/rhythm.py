"""When the next period begins: calendar steps from an anchor, on the business's wall clock."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from marque.kit.zones import zone_named

# the average Gregorian year: what a week or a day is worth a month
_DAYS_A_MONTH = Fraction(146_097, 400 * 12)


class Interval(models.TextChoices):
    """The unit of time between two charges."""

    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


def step(anchor: datetime, *, steps: int, interval: str, count: int, zone: str) -> datetime:
    """The anchor moved by so many intervals: same day of the month, or its last; same hour on the wall.

    Counted from the anchor each time, so that 31 January, 28 February, 31 March follow each other.
    """
    place = zone_named(zone)
    local = anchor.astimezone(place)
    day = _moved(local.date(), interval, count * steps)
    return datetime.combine(day, local.time(), tzinfo=place).astimezone(anchor.tzinfo)


def days_later(moment: datetime, days: int, zone: str) -> datetime:
    """The same hour on the wall, so many days later."""
    return step(moment, steps=days, interval=Interval.DAY, count=1, zone=zone)


def a_month(amount: int, *, interval: str, count: int) -> int:
    """What an amount for each period is worth a month, in minor units."""
    months = {
        Interval.DAY: 1 / _DAYS_A_MONTH,
        Interval.WEEK: 7 / _DAYS_A_MONTH,
        Interval.MONTH: Fraction(1),
        Interval.YEAR: Fraction(12),
    }[Interval(interval)]
    return round(Fraction(amount) / (months * count))


def unused(amount: int, *, start: datetime, end: datetime, now: datetime) -> int:
    """What is left of an amount paid for a period, rounded down."""
    if now >= end:
        return 0
    left = Decimal((end - max(now, start)).total_seconds()) / Decimal((end - start).total_seconds())
    return int(amount * left)


def _moved(day: date, interval: str, count: int) -> date:
    match interval:
        case Interval.DAY:
            return day + timedelta(days=count)
        case Interval.WEEK:
            return day + timedelta(weeks=count)
    months = day.year * 12 + day.month - 1 + count * (12 if interval == Interval.YEAR else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
