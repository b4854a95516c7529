"""Seats: taken and given back by conditional updates, so that the last one is sold once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marque.kit.errors import Refused
from tenant_apps.catalog.actions.waiting import invite_next
from tenant_apps.catalog.models import Offer


class SoldOut(Refused):
    """Somebody else took the last one."""

    message = _("This is sold out. Nothing was charged.")


@transaction.atomic
def take_seats(*, offer: Offer, seats: int) -> None:
    """Take seats if so many are left; raises SoldOut. The row stays locked until the transaction ends: take them last.

    Whoever takes seats of several offers takes them in the order of their primary keys, so that nobody deadlocks.
    """
    wanted = Offer.objects.with_seats_for(seats).filter(pk=offer.pk)
    if wanted.update(taken=F("taken") + seats):
        return
    left = Offer.objects.get(pk=offer.pk).seats_left or 0
    if left:
        words = ngettext(
            "Only %d seat is left. Nothing was charged.", "Only %d seats are left. Nothing was charged.", left
        )
        raise SoldOut(words % left)
    raise SoldOut


@transaction.atomic
def release_seats(*, offer: Offer, seats: int) -> None:
    """Give seats back; who waits for one is invited before anybody else can take it."""
    if seats:
        Offer.objects.filter(pk=offer.pk).update(taken=Greatest(F("taken") - seats, 0))
        invite_next(offer=offer)
