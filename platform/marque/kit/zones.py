"""Time zones by their names, as people, browsers and files say them."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_named(*names: str) -> ZoneInfo:
    """The first of these that is a time zone, else UTC."""
    return next((zone for name in names if (zone := find_zone(name))), ZoneInfo("UTC"))


def find_zone(name: str) -> ZoneInfo | None:
    """The time zone of this name; None for one this machine does not know."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones, “Europe”, is an OSError
        return None
