"""Putting an offer on sale, and telling others when the clock or the supply changes its state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.catalog.events import OfferPublished, OfferStateChanged
from tenant_apps.catalog.models import Offer, OfferState


class PriceMissing(Refused):
    """An offer without a price cannot be published."""

    message = _("Set a price before publishing.")


@transaction.atomic
def publish_offer(*, offer: Offer, by: Any = None) -> Offer:
    """Put an offer on sale, or on the calendar when it opens later. Doing it twice changes nothing."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.is_published:
        return offer
    if offer.price is None:
        raise PriceMissing
    offer.published_at, offer.archived_at = clock.now(), None
    offer.told_state = offer.state
    offer.save(update_fields=["published_at", "archived_at", "told_state"])
    publish(OfferPublished(offer_id=offer.pk))
    return offer


def tell_states(*, now: datetime) -> int:
    """Publish a fact for every offer that opened, closed, sold out or has seats again since the last time."""
    told = 0
    for state in (OfferState.SCHEDULED, OfferState.LIVE, OfferState.SOLD_OUT, OfferState.CLOSED):
        changed = Offer.objects.in_state(state, now).exclude(told_state=state.value)
        told += sum(_tell(offer, state.value) for offer in changed.only("pk", "told_state"))
    return told


@transaction.atomic
def _tell(offer: Offer, state: str) -> int:
    # two sweeps at once tell it once
    if not Offer.objects.filter(pk=offer.pk, told_state=offer.told_state).update(told_state=state):
        return 0
    publish(OfferStateChanged(offer_id=offer.pk, state=state))
    return 1
