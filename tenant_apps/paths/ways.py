"""Whom enforced paths have wait for what: told to the courses, so that no rule of theirs contradicts an order."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_lazy as _

from tenant_apps.courses.ways import Way, tells_ways
from tenant_apps.paths.models import Path, PathStep
from tenant_apps.paths.queries import with_before

After = dict[str, tuple[str, ...]]


@tells_ways
def ways() -> list[Way]:
    """Each enforced path by itself, and all of them for whoever goes along several."""
    found = _orders()
    return [_alone(path, after) for path, after in found.items()] + _together(found)


def ways_of(path: Path) -> list[Way]:
    """The ways that a change of this path is about."""
    found = _orders()
    alone = [_alone(path, found[path])] if path in found else []
    return alone + _together(found)


def _alone(path: Path, after: After) -> Way:
    return Way(after, path.title, _("On the path “%(way)s” this would wait for itself: %(circle)s."))


def _together(found: dict[Path, After]) -> list[Way]:
    """What stands on two of them waits for neither: who has a course by another way, too, waits for no path."""
    often = Counter(key for after in found.values() for key in after)
    after = {key: first for each in found.values() for key, first in each.items() if often[key] == 1 and first}
    refusal = _("For whoever goes along several paths this would wait for itself: %(circle)s.")
    return [Way(after, refusal=refusal)] if len(found) > 1 else []


def _orders() -> dict[Path, After]:
    """By enforced path: what each of its courses opens after; the first ones after nothing."""
    steps: dict[Path, list[PathStep]] = {}
    rows = PathStep.objects.filter(path__is_enforced=True).select_related("path", "course")
    for step in rows.order_by("path", "position"):
        steps.setdefault(step.path, []).append(step)
    return {
        path: {str(step.course.key): (str(first.key),) if first else () for step, first in with_before(mine)}
        for path, mine in steps.items()
    }
