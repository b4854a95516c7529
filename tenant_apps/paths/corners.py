"""A person's paths on their dashboard."""

from __future__ import annotations

from tenant_apps.learning.slots import Corner, on_dashboards
from tenant_apps.paths.queries import places_of
from tenant_apps.paths.standing import standings
from tenant_apps.people.models import Person


@on_dashboards
def paths(person: Person) -> Corner | None:
    """Where they are, where they go along any."""
    places = places_of(person)
    return Corner("paths/_corner.html", {"standings": standings(places)}) if places else None
