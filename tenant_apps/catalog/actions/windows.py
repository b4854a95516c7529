"""When an offer is sold, how often, and for how long its buyers keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.catalog.actions.offers import OfferIsArchived
from tenant_apps.catalog.actions.waiting import invite_next
from tenant_apps.catalog.models import Offer

MOST_SEATS = 1_000


class BadWindow(Refused):
    """Dates or numbers that contradict each other."""

    message = _("These dates do not fit together.")


@dataclass(frozen=True)
class Window:
    """When the doors are open, and when what was bought is given."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    delivers_at: datetime | None = None


@dataclass(frozen=True)
class Limits:
    """How many there are, and how many one person may have."""

    supply: int | None = None
    per_person: int | None = None


@dataclass(frozen=True)
class Access:
    """How long a buyer keeps it: so many days, or until a date; for good when neither is said."""

    days: int | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Sharing:
    """Whether it may be bought for somebody else, and how many seats a team may have; for one person when unsaid."""

    giftable: bool = False
    team_least: int | None = None
    team_most: int | None = None


@transaction.atomic
def set_terms_of_sale(
    *,
    offer: Offer,
    window: Window = Window(),
    limits: Limits = Limits(),
    access: Access = Access(),
    sharing: Sharing | None = None,
    by: Any = None,
) -> Offer:
    """Change when and how often an offer is sold. What was sold keeps the terms it was sold on.

    A limit below what is sold already stops the sale and takes nothing back; without `sharing` that stays as it is.
    Raises BadWindow and OfferIsArchived.
    """
    _check(window, limits, access)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.archived_at:
        raise OfferIsArchived
    offer.opens_at, offer.closes_at, offer.delivers_at = window.opens_at, window.closes_at, window.delivers_at
    offer.supply_limit, offer.per_person_limit = limits.supply, limits.per_person
    offer.access_days, offer.access_until = access.days, access.until
    if sharing is not None:
        _check_sharing(sharing)
        offer.giftable, offer.team_least, offer.team_most = sharing.giftable, sharing.team_least, sharing.team_most
    # `taken` is not ours to write: it moves under conditional updates alone
    offer.save(
        update_fields=[
            "opens_at",
            "closes_at",
            "delivers_at",
            "supply_limit",
            "per_person_limit",
            "access_days",
            "access_until",
            "giftable",
            "team_least",
            "team_most",
        ]
    )
    invite_next(offer=offer)
    return offer


def _check(window: Window, limits: Limits, access: Access) -> None:
    if window.opens_at and window.closes_at and window.closes_at <= window.opens_at:
        raise BadWindow(_("The sale has to close after it opens."), field="closes_at")
    if limits.supply is not None and not 1 <= limits.supply <= 1_000_000:
        raise BadWindow(_("Write how many there are, from 1 to 1,000,000, or leave it empty."), field="supply")
    if limits.per_person is not None and not 1 <= limits.per_person <= 1_000:
        raise BadWindow(_("Write how many one person may buy, from 1 to 1,000, or leave it empty."), field="per_person")
    if access.days is not None and not 1 <= access.days <= 30_000:
        raise BadWindow(_("Write the days of access, from 1 to 30,000, or leave it empty."), field="days")
    if access.days is not None and access.until is not None:
        raise BadWindow(_("Choose either a number of days or a date."), field="until")
    if access.until and window.delivers_at and access.until <= window.delivers_at:
        raise BadWindow(_("Access cannot end before it is given."), field="until")


def _check_sharing(sharing: Sharing) -> None:
    least, most = sharing.team_least, sharing.team_most
    if least is None and most is None:
        return
    if least is None or most is None:
        raise BadWindow(_("Write both the least and the most seats of a team, or neither."), field="team_most")
    if not 1 <= least <= most <= MOST_SEATS:
        raise BadWindow(_("A team has from 1 to 1,000 seats, and not more at least than at most."), field="team_most")
    if sharing.giftable:
        raise BadWindow(_("What is sold by the seat is shared by its link, and is no gift."), field="giftable")
