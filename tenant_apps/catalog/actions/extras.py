"""What is offered beside or after an offer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.catalog.models import Extra, ExtraPlace, Offer

MOST = 10


class BadExtra(Refused):
    """An extra that cannot be offered."""

    message = _("An offer cannot be an extra of itself.")
    field = "offer"


@transaction.atomic
def offer_extra(
    *, beside: Offer, offer: Offer, place: str, percent_off: int = 0, pitch: str = "", by: Any = None
) -> Extra:
    """Offer something beside or after another thing; offering it again changes its terms. Raises BadExtra."""
    if beside.pk == offer.pk:
        raise BadExtra
    if place not in ExtraPlace.values:
        raise BadExtra(_("Choose where it is offered."), field="place")
    if not 0 <= percent_off <= 100:
        raise BadExtra(_("Write per cent from 0 to 100."), field="percent_off")
    # one at a time, so that places have no gaps and nobody passes the limit
    Offer.objects.select_for_update().get(pk=beside.pk)
    others = Extra.objects.filter(beside=beside)
    if others.exclude(offer=offer, place=place).count() >= MOST:
        raise BadExtra(_("An offer has up to %(most)s extras.") % {"most": MOST})
    extra, _new = Extra.objects.update_or_create(
        beside=beside,
        offer=offer,
        place=place,
        defaults={"percent_off": percent_off, "pitch": pitch.strip()},
        create_defaults={"percent_off": percent_off, "pitch": pitch.strip(), "position": others.count()},
    )
    return extra


def withdraw_extra(*, extra: Extra, by: Any = None) -> None:
    """Stop offering it. What was bought stays bought."""
    extra.delete()
