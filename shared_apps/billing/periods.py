"""When periods begin and end, and what part of one is left."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from marque.kit.money import Money
from shared_apps.plans.models import Interval

_MONTHS = {Interval.MONTH: 1, Interval.YEAR: 12}
_SECOND = timedelta(seconds=1)


def period_after(start: datetime, *, interval: str, anchor_day: int) -> datetime:
    """Where a period that begins at `start` ends: the same day of a later month, or that month's last."""
    months = start.year * 12 + start.month - 1 + _MONTHS[Interval(interval)]
    year, month = divmod(months, 12)
    return start.replace(year=year, month=month + 1, day=min(anchor_day, monthrange(year, month + 1)[1]))


def rest_of(money: Money, *, starts: datetime, ends: datetime, at: datetime) -> Money:
    """What of a period's price is for the time after `at`, to the minor unit."""
    whole = (ends - starts) // _SECOND
    left = min(max((ends - at) // _SECOND, 0), whole)
    return money.allocate([left, whole - left])[0]


def months_between(first: date, end: date) -> list[date]:
    """The first days of the months that are over by `end`, from the one of `first`."""
    found, month = [], first.replace(day=1)
    while (following := month_after(month)) <= end:
        found.append(month)
        month = following
    return found


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
