"""Giving points, once for each occasion, and the badges of levels."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from marque.kit import clock
from marque.kit.facts.outbox import publish
from tenant_apps.badges import actions as badges
from tenant_apps.people.models import Person
from tenant_apps.points.events import LevelReached
from tenant_apps.points.models import PointEntry, PointLevel, PointTotal
from tenant_apps.points.queries import point_rules

EACH_TURN = 50


@transaction.atomic
def give(*, person: Person, occasion: str, subject: UUID, now: datetime | None = None) -> PointEntry | None:
    """Give what an occasion is worth, once, however often it is told; None where points are off or it is worth none."""
    rules = point_rules()
    worth = rules.worth(occasion) if rules.on_since else 0
    if not worth:
        return None
    PointTotal.objects.get_or_create(person=person)
    # one occasion of a person at a time: each sees the sum before it
    total = PointTotal.objects.select_for_update().get(person=person)
    given, first = PointEntry.objects.get_or_create(
        person=person,
        occasion=occasion,
        subject=subject,
        defaults={"points": worth, "given_at": now or clock.now()},
    )
    if first:
        PointTotal.objects.filter(pk=total.pk).update(points=F("points") + worth)
        _tell_levels(person, total.points, total.points + worth)
    return given


@transaction.atomic
def award_level(*, person: Person, level: PointLevel) -> None:
    """Award the badge of a level that was reached, once; a level without one brings nothing. Raises NoSecretsKey."""
    if level.badge is not None:
        badges.award(badge=level.badge, person=person)


def award_waiting(*, level: PointLevel) -> bool:
    """Award a level's badge to some who had its points before it had the badge; whether there may be more of them."""
    if level.badge_id is None or not point_rules().on_since:
        return False
    reached = PointTotal.objects.filter(points__gte=max(1, level.threshold))
    # one that was withdrawn stays withdrawn
    waiting = list(reached.exclude(person__badges__badge=level.badge_id).select_related("person")[:EACH_TURN])
    for total in waiting:
        award_level(person=total.person, level=level)
    return len(waiting) == EACH_TURN


def _tell_levels(person: Person, before: int, after: int) -> None:
    # a level that takes no points is reached with the first ones
    lowest = before if before else -1
    for level in PointLevel.objects.filter(threshold__gt=lowest, threshold__lte=after):
        publish(LevelReached(person_id=person.pk, level_id=level.pk))
