"""What moves people along their paths."""

from __future__ import annotations

from marque.kit.facts.registry import subscribe
from tenant_apps.entitlements.events import EntitlementGranted, EntitlementRestored
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.learning.events import CourseCompleted
from tenant_apps.paths import actions, letters
from tenant_apps.paths.events import PathChanged, PathCompleted, PathFollowed
from tenant_apps.paths.models import Path, PathPlace


@subscribe(CourseCompleted)
def look_whether_the_path_is_done(fact: CourseCompleted) -> None:
    """The last course of a path finishes it."""
    places = PathPlace.objects.live().filter(person=fact.person_id, path__steps__course=fact.course_id)
    for place in places.filter(completed_at=None):
        actions.arrive(place=place)


@subscribe(PathChanged)
def bring_everybody_in_line(fact: PathChanged) -> None:
    """A course that was added is given to whoever bought the path."""
    _follow(fact.path_id)


@subscribe(PathFollowed)
def bring_the_next_in_line(fact: PathFollowed) -> None:
    """The same for the next of them."""
    _follow(fact.path_id, fact.after)


def _follow(path_id: int, after: int = 0) -> None:
    path = Path.objects.filter(pk=path_id).first()
    if path is not None:
        actions.follow_next(path=path, after=after)


@subscribe(EntitlementGranted)
def open_what_was_bought_by_itself(fact: EntitlementGranted) -> None:
    """A course somebody has by another way waits for no path."""
    actions.release_bought(held=Entitlement.objects.get(pk=fact.entitlement_id))


@subscribe(EntitlementRestored)
def open_what_counts_again(fact: EntitlementRestored) -> None:
    """Nor does one whose own reason rested when the path came, and counts again."""
    actions.release_bought(held=Entitlement.objects.get(pk=fact.entitlement_id))


@subscribe(PathCompleted)
def congratulate(fact: PathCompleted) -> None:
    """An email to whoever arrived."""
    letters.send_arrival(PathPlace.objects.select_related("person", "path").get(pk=fact.place_id))
