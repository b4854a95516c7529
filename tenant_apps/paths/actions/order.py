"""The order of a path: its steps renumbered, and what opens after what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses.actions import circle_among
from tenant_apps.courses.models import Course
from tenant_apps.paths import freshness
from tenant_apps.paths.events import PathChanged
from tenant_apps.paths.models import Path, PathStep
from tenant_apps.paths.queries import steps_of


class WaitsForItself(Refused):
    """An order nobody could ever go along."""

    message = _("In this order courses would wait for each other: %(circle)s.")


def lock(path: Path) -> Path:
    """Hold the path's row: two people at one path take turns."""
    return Path.objects.select_for_update(no_key=True).get(pk=path.pk)


def renumber(steps: Iterable[PathStep]) -> None:
    """Write the places that changed."""
    for position, step in enumerate(steps, start=1):
        if step.position != position:
            step.position = position
            step.save(update_fields=["position"])


def with_before(steps: Iterable[PathStep]) -> Iterator[tuple[PathStep, Course | None]]:
    """Each step with the course it opens after: the nearest one before that is not optional."""
    before: Course | None = None
    for step in steps:
        yield step, before
        if not step.is_optional:
            before = step.course


def changed(path: Path) -> None:
    """Refuse an order that never opens, and tell of any other; raises WaitsForItself."""
    if path.is_enforced:
        after = {step.course: [before] if before else [] for step, before in with_before(steps_of(path))}
        if circle := circle_among(after):
            raise WaitsForItself(circle=" → ".join(circle))
    publish(PathChanged(path_id=path.pk))
    freshness.path_changed()
