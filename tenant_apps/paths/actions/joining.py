"""Going along a path, and arriving."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.catalog.queries import offer_for_product
from tenant_apps.learning.models import Enrolment
from tenant_apps.paths.events import PathCompleted, PathJoined
from tenant_apps.paths.models import Path, PathPlace
from tenant_apps.people.models import Person


class NotOpen(Refused):
    """Not before visitors, or no longer."""

    message = _("This path is not open.")


class IsSold(Refused):
    """It has a price."""

    message = _("This path is sold. Enrol to go along it.")


@transaction.atomic
def join(*, person: Person, path: Path, by: Any = None, now: datetime | None = None) -> PathPlace:
    """Let somebody go along a path that nobody sells; its courses stay what they are. Raises NotOpen and IsSold."""
    if not path.is_published:
        raise NotOpen
    if offer_for_product(path.product) is not None:
        raise IsSold
    return give_place(person=person, path=path, by=by, now=now)


@transaction.atomic
def give_place(*, person: Person, path: Path, by: Any = None, now: datetime | None = None) -> PathPlace:
    """Put somebody on a path. Twice changes nothing; what they had finished counts."""
    at = now or clock_now()
    place, is_new = PathPlace.objects.get_or_create(person=person, path=path, defaults={"started_at": at})
    if is_new:
        publish(PathJoined(place_id=place.pk, person_id=person.pk, path_id=path.pk))
    elif place.ended_at is not None:
        place.ended_at = None
        place.save(update_fields=["ended_at"])
    arrive(place=place, now=at)
    return place


@transaction.atomic
def leave(*, place: PathPlace, by: Any = None, now: datetime | None = None) -> None:
    """Let somebody off a path they joined by themselves; raises IsSold where it was bought."""
    if place.person.entitlements.filter(product=place.path.product_id).open(now or clock_now()).exists():
        raise IsSold(_("You have this path for good: there is nothing to leave."))
    end_place(place=place, by=by, now=now)


@transaction.atomic
def end_place(*, place: PathPlace, by: Any = None, now: datetime | None = None) -> None:
    """Take somebody off a path; what they finished stays. Twice changes nothing."""
    PathPlace.objects.live().filter(pk=place.pk).update(ended_at=now or clock_now())


@transaction.atomic
def arrive(*, place: PathPlace, now: datetime | None = None) -> bool:
    """Write down that a path is finished once all of it is that is not optional. True the first time."""
    held = PathPlace.objects.select_for_update(no_key=True).get(pk=place.pk)
    if held.completed_at is not None or held.ended_at is not None:
        return False
    needed = set(held.path.steps.filter(is_optional=False).values_list("course_id", flat=True))
    done = Enrolment.objects.filter(person=held.person_id, course__in=needed, completed_at__isnull=False)
    if not needed or needed - set(done.values_list("course_id", flat=True)):
        return False
    held.completed_at = place.completed_at = max(now or clock_now(), held.started_at)
    held.save(update_fields=["completed_at"])
    publish(PathCompleted(place_id=held.pk, person_id=held.person_id, path_id=held.path_id))
    return True
