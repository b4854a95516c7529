"""Telling one learner of dates ahead, and what they want to be told."""

from __future__ import annotations

from collections.abc import Collection, Set
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction

from marque.kit.clock import now as clock_now
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.limits import has_room
from tenant_apps.learning.agenda import Ahead
from tenant_apps.people.models import Person
from tenant_apps.place import letters
from tenant_apps.place.agenda import dates, still_ahead
from tenant_apps.place.models import DateNotice, DateWish

# what it is known by, and when it is
_Which: TypeAlias = tuple[str, datetime]


@transaction.atomic
def send_dates(*, person_id: int, now: datetime | None = None) -> bool:
    """Write to one person: a letter with all that is due, one for each live session. False: nothing to say, or not now.

    What is told is settled with it: killed in between, neither happened.
    """
    if require_tenant().safe_mode:
        return False
    at = now or clock_now()
    # two workers with one person: the second finds nothing left
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    # held, so that none is forgotten while its letter is written
    waiting = DateNotice.objects.select_for_update().filter(person=person, settled_at=None, at__gt=at)
    notices = {(each.uid, each.at): each for each in waiting.order_by("at", "pk")}
    if not notices or not has_room("emails"):
        return False
    until = max(moment for _uid, moment in notices) + timedelta(seconds=1)
    wanted = {(each.uid, each.at): each for each in _wanted(person, still_ahead(person, at, until))}
    told = {which: wanted[which] for which in notices if which in wanted}
    _settle(told, notices, at)
    _let_go(person, notices.keys() - told.keys(), notices, at, until)
    due = sorted((each for each in told.values() if each.kind != "live"), key=lambda each: (each.at, each.uid))
    if due:
        letters.send_due(person, due, str(notices[due[0].uid, due[0].at].key), at)
    for which, each in told.items():
        if each.kind == "live":
            letters.send_live(person, each, str(notices[which].key), at)
    return bool(told)


def _settle(told: Collection[_Which], notices: dict[_Which, DateNotice], at: datetime) -> None:
    DateNotice.objects.filter(pk__in=[notices[which].pk for which in told]).update(settled_at=at)


def _let_go(
    person: Person, untold: Set[_Which], notices: dict[_Which, DateNotice], at: datetime, until: datetime
) -> None:
    """What was not told may be, on another morning; a session that takes place goes on waiting until it begins.

    The look of each minute would find such a session at once again.
    """
    if untold:
        held = {(each.uid, each.at) for each in dates(person, at, until) if each.kind == "live"}
        DateNotice.objects.filter(pk__in=[notices[which].pk for which in untold - held]).delete()


def _wanted(person: Person, found: list[Ahead]) -> list[Ahead]:
    wish = DateWish.objects.filter(person=person).first() or DateWish()
    stopped = {"live": wish.live_stopped_at is not None}
    return [each for each in found if not stopped.get(each.kind, wish.due_stopped_at is not None)]


@transaction.atomic
def set_dates(
    *, person: Person, due: bool | None = None, live: bool | None = None, now: datetime | None = None
) -> DateWish:
    """Write to this person of what is due, and before live sessions, or no more; None leaves it as it is."""
    DateWish.objects.get_or_create(person=person)
    wish = DateWish.objects.select_for_update().get(person=person)
    at = now or clock_now()
    if due is not None:
        wish.due_stopped_at = None if due else wish.due_stopped_at or at
    if live is not None:
        wish.live_stopped_at = None if live else wish.live_stopped_at or at
    wish.save(update_fields=["due_stopped_at", "live_stopped_at"])
    return wish
