"""Points on the dashboard."""

from __future__ import annotations

from tenant_apps.learning.slots import Corner, on_dashboards
from tenant_apps.people.models import Person
from tenant_apps.points.queries import point_rules, standing_of


@on_dashboards
def points_line(person: Person) -> Corner | None:
    """How many, and which level; nothing where the business gives none."""
    if not point_rules().on_since:
        return None
    return Corner("points/_line.html", {"standing": standing_of(person)})
