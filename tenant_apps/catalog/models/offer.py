"""How things are sold."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.catalog.models.on_sale import OfferQuerySet, OfferState
from tenant_apps.catalog.models.price import Price
from tenant_apps.catalog.models.product import Product


class Offer(TenantModel):
    """How one or more products are sold."""

    slug = models.SlugField(_("address"), max_length=80, db_index=False)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    image_style = models.CharField(_("image style"), max_length=16, blank=True)
    products = models.ManyToManyField(Product, through="OfferItem", related_name="offers")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    # the sale window
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    # how many there are, and how many are sold or held by somebody who is paying
    supply_limit = models.PositiveIntegerField(_("how many there are"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("taken"), default=0, db_default=0, editable=False)
    per_person_limit = models.PositiveSmallIntegerField(_("how many per person"), null=True, blank=True)
    # what was sold stays open this long, or until then
    access_days = models.PositiveSmallIntegerField(_("days of access"), null=True, blank=True)
    access_until = models.DateTimeField(_("access until"), null=True, blank=True)
    # may be bought for somebody else; sold by the seat to a team, so many at least and at most
    giftable = models.BooleanField(_("may be given"), default=False, db_default=False)
    team_least = models.PositiveSmallIntegerField(_("least seats of a team"), null=True, blank=True)
    team_most = models.PositiveSmallIntegerField(_("most seats of a team"), null=True, blank=True)
    # paid now, given then
    delivers_at = models.DateTimeField(_("delivered on"), null=True, blank=True)
    # the state that others were last told of
    told_state = models.CharField(max_length=9, blank=True, default="", db_default="", editable=False)

    objects = OfferQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="catalog_offer_slug_once"),
            models.CheckConstraint(condition=~Q(slug=""), name="catalog_offer_has_slug"),
            models.CheckConstraint(condition=~Q(title=""), name="catalog_offer_has_title"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="catalog_offer_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(access_days__isnull=True) | Q(access_days__gte=1, access_until__isnull=True),
                name="catalog_offer_one_end_of_access",
            ),
            models.CheckConstraint(
                condition=(Q(supply_limit__isnull=True) | Q(supply_limit__gte=1))
                & (Q(per_person_limit__isnull=True) | Q(per_person_limit__gte=1)),
                name="catalog_offer_limits_of_something",
            ),
            models.CheckConstraint(
                condition=Q(team_least__isnull=True, team_most__isnull=True)
                | Q(
                    team_least__isnull=False, team_most__isnull=False, team_least__gte=1, team_most__gte=F("team_least")
                ),
                name="catalog_offer_team_from_to",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """One of OfferState, at this moment."""
        return self.state_at(clock.now())

    def state_at(self, now: datetime) -> str:
        """One of OfferState."""
        if self.archived_at:
            return OfferState.ARCHIVED.value
        if not self.published_at:
            return OfferState.DRAFT.value
        if self.opens_at and self.opens_at > now:
            return OfferState.SCHEDULED.value
        if self.closes_at and self.closes_at <= now:
            return OfferState.CLOSED.value
        return OfferState.SOLD_OUT.value if self.seats_left == 0 else OfferState.LIVE.value

    @property
    def is_live(self) -> bool:
        """Can it be bought now?"""
        return self.state == OfferState.LIVE

    @property
    def is_published(self) -> bool:
        """Put on sale and not taken off."""
        return self.published_at is not None and self.archived_at is None

    @property
    def seats_left(self) -> int | None:
        """How many are left; None without a limit."""
        return None if self.supply_limit is None else max(0, self.supply_limit - self.taken)

    @property
    def for_teams(self) -> bool:
        """Sold by the seat?"""
        return self.team_most is not None

    @property
    def is_preorder(self) -> bool:
        """Bought now, given later?"""
        return self.delivers_at is not None and self.delivers_at > clock.now()

    def access_ends(self, given_at: datetime) -> datetime | None:
        """When access that begins at this moment ends; None for never."""
        return given_at + timedelta(days=self.access_days) if self.access_days else self.access_until

    @property
    def asked(self) -> list[Price]:
        """Every price asked today, options in their order."""
        prices = getattr(self, "active_prices", None)
        return list(self.prices.active()) if prices is None else prices

    @property
    def price(self) -> Price | None:
        """The price asked today, of the first option."""
        prices = self.asked
        return prices[0] if prices else None

    @property
    def current_price(self) -> Money | None:
        """What the offer costs today; None while nobody has set a price."""
        price = self.price
        return price.money if price else None
