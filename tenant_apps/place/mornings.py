"""For whom it is morning: the hours in which letters of the day are written, where each learner lives."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Q

from tenant_apps.learning.actions.digests import MORNING
from tenant_apps.learning.release import OPENING, zone_of

_TODAY_AND_TOMORROW = timedelta(days=2)


def mornings(at: datetime) -> dict[date, Q]:
    """The zones in which it is morning, by the day it is there, as a condition on enrolments."""
    found: dict[date, list[str]] = {}
    for name in _names():
        if day := morning_of(at, ZoneInfo(name)):
            found.setdefault(day, []).append(name)
    # who names no zone, or one that is unknown, lives where the business does
    home = morning_of(at, zone_of(None))
    return {
        day: Q(person__time_zone__in=names) | (~Q(person__time_zone__in=_names()) if day == home else Q(pk__in=()))
        for day, names in found.items()
    }


def morning_of(at: datetime, zone: ZoneInfo) -> date | None:
    """The day whose morning it is in a zone; None at other hours."""
    wall = at.astimezone(zone)
    begun = datetime.combine(wall.date(), OPENING, tzinfo=zone)
    return wall.date() if begun <= at < begun + MORNING else None


def end_of_tomorrow(day: date, zone: ZoneInfo) -> datetime:
    """The midnight after the day that follows."""
    return datetime.combine(day + _TODAY_AND_TOMORROW, time.min, tzinfo=zone)


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
