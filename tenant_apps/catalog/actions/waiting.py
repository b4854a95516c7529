"""The line of people who wait for a sold-out offer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.catalog.events import WaitingInvited, WaitingJoined
from tenant_apps.catalog.models import Offer, OfferState, Waiting
from tenant_apps.people import actions as people

INVITATION_HOLDS = timedelta(hours=24)


class NotSoldOut(Refused):
    """There is nothing to wait for."""

    message = _("There are seats again. You can buy one now.")


@transaction.atomic
def join_line(*, offer: Offer, email: str, name: str = "", by: Any = None) -> Waiting:
    """Put a person in the line. Joining twice keeps the place; who let an invitation lapse goes to the end.

    Raises NotSoldOut, or NoNewMembers.
    """
    if Offer.objects.get(pk=offer.pk).state != OfferState.SOLD_OUT:
        raise NotSoldOut
    people.make_room_for_guest(email=email)
    person = people.meet(email=email, name=name)
    gone = Waiting.objects.filter(offer=offer, person=person)
    gone.filter(lapsed_at__isnull=False).delete()
    gone.filter(bought_at__isnull=False).delete()
    place, new = Waiting.objects.get_or_create(offer=offer, person=person)
    if new:
        publish(WaitingJoined(waiting_id=place.pk, offer_id=offer.pk, person_id=person.pk))
    return place


@transaction.atomic
def invite_next(*, offer: Offer, by: Any = None) -> int:
    """Hold a free seat for each of the first in line, and tell them. Returns how many were invited."""
    line = Waiting.objects.filter(offer=offer).in_line()
    if not line.exists():
        return 0
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if not offer.is_published or offer.state in (OfferState.CLOSED, OfferState.SCHEDULED):
        return 0
    left = offer.seats_left
    chosen = list(line if left is None else line[:left])
    now = clock.now()
    for place in chosen:
        place.invited_at, place.held_until = now, now + INVITATION_HOLDS
        place.save(update_fields=["invited_at", "held_until"])
        publish(WaitingInvited(waiting_id=place.pk, offer_id=offer.pk, person_id=place.person_id))
    Offer.objects.filter(pk=offer.pk).update(taken=F("taken") + len(chosen))
    return len(chosen)


def claim_place(*, waiting: Waiting, now: datetime) -> bool:
    """Turn an invitation's seat into the buyer's, once; False when it lapsed or was used."""
    mine = Waiting.objects.invited().filter(pk=waiting.pk, held_until__gt=now)
    return bool(mine.update(bought_at=now))


def lapse_invitations(*, now: datetime) -> int:
    """Give on the seats of invitations that nobody used in time."""
    return sum(_lapse(place, now) for place in Waiting.objects.overdue(now)[:500])


@transaction.atomic
def _lapse(place: Waiting, now: datetime) -> int:
    Offer.objects.select_for_update().get(pk=place.offer_id)
    if not Waiting.objects.overdue(now).filter(pk=place.pk).update(lapsed_at=now):
        return 0
    Offer.objects.filter(pk=place.offer_id).update(taken=Greatest(F("taken") - 1, 0))
    invite_next(offer=place.offer)
    return 1


@transaction.atomic
def leave_line(*, waiting: Waiting, by: Any = None) -> None:
    """Take a person out of the line; an invitation's seat goes to the next."""
    offer = Offer.objects.select_for_update().get(pk=waiting.offer_id)
    held = Waiting.objects.invited().filter(pk=waiting.pk).exists()
    waiting.delete()
    if held:
        Offer.objects.filter(pk=offer.pk).update(taken=Greatest(F("taken") - 1, 0))
        invite_next(offer=offer)
