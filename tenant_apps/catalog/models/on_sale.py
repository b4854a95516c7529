"""The states of offers, and how the business asks for them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from tenant_apps.catalog.models.price import Price
from tenant_apps.catalog.models.product import Product

if TYPE_CHECKING:
    # named in quotes below, where ruff does not look
    from tenant_apps.catalog.models.offer import Offer  # noqa: F401


class OfferState(models.TextChoices):
    """What the timestamps and the supply of an offer add up to at this moment."""

    LIVE = "live", _("Live")
    SCHEDULED = "scheduled", _("Scheduled")
    SOLD_OUT = "sold_out", _("Sold out")
    CLOSED = "closed", _("Closed")
    DRAFT = "draft", _("Draft")
    ARCHIVED = "archived", _("Archived")


class OfferQuerySet(models.QuerySet["Offer"]):
    """How the business asks for offers."""

    def drafts(self) -> OfferQuerySet:
        """Not shown to anyone yet."""
        return self.filter(published_at__isnull=True, archived_at__isnull=True)

    def published(self) -> OfferQuerySet:
        """Put on sale, whether the doors are open or not."""
        return self.filter(published_at__isnull=False, archived_at__isnull=True)

    def in_window(self, now: datetime) -> OfferQuerySet:
        """Put on sale, doors open; perhaps sold out."""
        opened = Q(opens_at__isnull=True) | Q(opens_at__lte=now)
        return self.published().filter(opened, Q(closes_at__isnull=True) | Q(closes_at__gt=now))

    def with_seats_for(self, seats: int) -> OfferQuerySet:
        """At least so many are left."""
        return self.filter(Q(supply_limit__isnull=True) | Q(supply_limit__gte=F("taken") + seats))

    def live(self, now: datetime | None = None) -> OfferQuerySet:
        """Can be bought now."""
        return self.in_window(now or clock.now()).with_seats_for(1)

    def scheduled(self, now: datetime | None = None) -> OfferQuerySet:
        """Opens later."""
        return self.published().filter(opens_at__gt=now or clock.now())

    def sold_out(self, now: datetime | None = None) -> OfferQuerySet:
        """Open, and nothing is left."""
        return self.in_window(now or clock.now()).filter(taken__gte=F("supply_limit"))

    def closed(self, now: datetime | None = None) -> OfferQuerySet:
        """The window is over."""
        return self.published().filter(closes_at__lte=now or clock.now())

    def in_state(self, state: str, now: datetime | None = None) -> OfferQuerySet:
        """Offers in one of OfferState's states; an unknown word finds none."""
        match state:
            case OfferState.LIVE:
                return self.live(now)
            case OfferState.SCHEDULED:
                return self.scheduled(now)
            case OfferState.SOLD_OUT:
                return self.sold_out(now)
            case OfferState.CLOSED:
                return self.closed(now)
            case OfferState.DRAFT:
                return self.drafts()
            case OfferState.ARCHIVED:
                return self.archived()
        return self.none()

    def archived(self) -> OfferQuerySet:
        """No longer sold."""
        return self.filter(archived_at__isnull=False)

    def selling(self, product: Product) -> OfferQuerySet:
        """Offers that hold this product."""
        return self.filter(items__product=product)

    def with_price(self) -> OfferQuerySet:
        """Bring the prices and products along: two queries however many offers."""
        return self.prefetch_related(
            models.Prefetch("prices", queryset=Price.objects.active(), to_attr="active_prices"), "products"
        )
