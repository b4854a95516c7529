"""What is sold (Product), how it is sold (Offer) and for how much (Price)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONTENT, Serial


class Product(TenantModel):
    """A thing that can be sold: it points at what its owner delivers."""

    kind = models.CharField(_("kind"), max_length=32)
    title = models.CharField(_("title"), max_length=200)
    thing_key = models.UUIDField(_("thing"))

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_key"], name="catalog_product_thing_once"),
            models.CheckConstraint(condition=~Q(title=""), name="catalog_product_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class OfferQuerySet(models.QuerySet["Offer"]):
    """How the business asks for offers."""

    def drafts(self) -> OfferQuerySet:
        """Not shown to anyone yet."""
        return self.filter(published_at__isnull=True, archived_at__isnull=True)

    def live(self) -> OfferQuerySet:
        """Can be bought now."""
        return self.filter(published_at__isnull=False, archived_at__isnull=True)

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


class Offer(TenantModel):
    """How one or more products are sold."""

    slug = models.SlugField(_("address"), max_length=80, db_index=False)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    image_style = models.CharField(_("image style"), max_length=16, blank=True)
    products = models.ManyToManyField(Product, through="OfferItem", related_name="offers")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="catalog_offer_slug_once"),
            models.CheckConstraint(condition=~Q(slug=""), name="catalog_offer_has_slug"),
            models.CheckConstraint(condition=~Q(title=""), name="catalog_offer_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """draft, live or archived."""
        if self.archived_at:
            return "archived"
        return "live" if self.published_at else "draft"

    @property
    def is_live(self) -> bool:
        """Can it be bought now?"""
        return self.state == "live"

    @property
    def price(self) -> Price | None:
        """The price asked today."""
        prices = getattr(self, "active_prices", None)
        if prices is None:
            prices = list(self.prices.active())
        return prices[0] if prices else None

    @property
    def current_price(self) -> Money | None:
        """What the offer costs today; None while nobody has set a price."""
        price = self.price
        return price.money if price else None


class OfferItem(TenantModel):
    """One product inside an offer."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "product"], name="catalog_offeritem_product_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.product_id}"


class PriceQuerySet(models.QuerySet["Price"]):
    """How the business asks for prices."""

    def active(self) -> PriceQuerySet:
        """The prices asked today, newest first."""
        return self.filter(active_until__isnull=True).order_by("-active_from", "-pk")


class Price(TenantModel):
    """An amount asked for an offer over a time. A changed price is a new row: history stays true."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="prices", db_index=False)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    active_from = models.DateTimeField()
    active_until = models.DateTimeField(null=True, blank=True)

    objects = PriceQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        indexes = [models.Index(fields=["offer", "active_until"], name="catalog_price_of_offer")]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "currency"],
                condition=Q(active_until__isnull=True),
                name="catalog_price_one_active",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="catalog_price_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="catalog_price_currency_code"),
            models.CheckConstraint(
                condition=Q(active_until__isnull=True) | Q(active_until__gte=F("active_from")),
                name="catalog_price_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.money)

    @property
    def money(self) -> Money:
        """The price as money."""
        return Money(self.amount, self.currency)
