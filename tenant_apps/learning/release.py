"""When a lesson opens for one learner: n days after they enrolled, at nine in the morning where they live."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tenant_apps.courses.models import Lesson, Module
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.models import Person
from themes.brand import current_brand

OPENING = time(9, 0)


def zone_of(person: Person | None) -> ZoneInfo:
    """The person's time zone, else the business's."""
    for name in (person.time_zone if person else "", current_brand().time_zone):
        try:
            if name:
                return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")


def wait_in_days(module: Module, lesson: Lesson | None = None) -> int:
    """A lesson never opens before its module."""
    own = lesson.opens_after_days if lesson is not None else None
    return max(module.opens_after_days or 0, own or 0)


def opens_at(enrolment: Enrolment, module: Module, lesson: Lesson | None = None) -> datetime:
    """The moment the door opens. Without a wait that is the enrolment itself."""
    days = wait_in_days(module, lesson)
    if days == 0:
        return enrolment.started_at
    return morning_after(enrolment.started_at, days, zone_of(enrolment.person))


def morning_after(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Nine o'clock on the wall, so many calendar days later; clocks may change in between."""
    day = start.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, OPENING, tzinfo=zone)
