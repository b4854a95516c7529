"""Nine in the morning where somebody lives: when waits end and letters are read."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from marque.kit.zones import find_zone
from tenant_apps.people.models import Person
from themes.clocks import business_zone

OPENING = time(9, 0)


def zone_of(person: Person | None) -> ZoneInfo:
    """The person's time zone, else the business's."""
    own = find_zone(person.time_zone) if person else None
    return own or business_zone()


def morning_after(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Nine o'clock on the wall, so many calendar days later; clocks may change in between."""
    day = start.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, OPENING, tzinfo=zone)


def next_morning(after: datetime, zone: ZoneInfo) -> datetime:
    """The first nine o'clock from this moment on."""
    today = morning_after(after, 0, zone)
    return today if today >= after else morning_after(after, 1, zone)
