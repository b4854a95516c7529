"""Time zones by their names, as people, browsers and files say them."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_named(*names: str) -> ZoneInfo:
    """The first of these that is a time zone, else UTC."""
    return next((zone for name in names if (zone := find_zone(name))), ZoneInfo("UTC"))


def find_zone(name: str) -> ZoneInfo | None:
    """The time zone of this name; None for one this machine does not know."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones, “Europe”, is an OSError
        return None


@cache
def zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """All that people live in: each region with its zones and the names of their places."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in _REGIONS}
    for name in sorted(available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region in groups:
            groups[region].append((name, place.replace("_", " ")))
    return list(groups.items())
