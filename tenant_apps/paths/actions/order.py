"""The order of a path: its steps renumbered, and refused where it never opens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.paths import freshness
from tenant_apps.paths.events import PathChanged
from tenant_apps.paths.models import Path
from tenant_apps.paths.queries import steps_of
from tenant_apps.paths.ways import ways_of


class WaitsForItself(Refused):
    """An order nobody could ever go along."""

    message = _("In this order courses would wait for each other: %(circle)s.")


def lock(path: Path) -> Path:
    """Hold the path's row: two people at one path take turns."""
    return Path.objects.select_for_update(no_key=True).get(pk=path.pk)


def changed(path: Path, *left: Course) -> None:
    """Refuse an order that never opens, and tell of any other; `left` are off it now. Raises WaitsForItself."""
    courses.take_turns()
    concerned = [*left, *(step.course for step in steps_of(path))]
    for way in ways_of(path):
        if circle := courses.circle_on(way, concerned):
            raise WaitsForItself(None if way.name else way.refusal, circle=str(circle))
    publish(PathChanged(path_id=path.pk))
    freshness.path_changed()
