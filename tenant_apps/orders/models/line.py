"""What is in an order, as it was when it was placed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import Offer, Price, Product
from tenant_apps.catalog.terms import PriceKind
from tenant_apps.orders.models.order import Order


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    """How the business asks for lines."""

    def seated(self) -> OrderLineQuerySet:
        """Have seats of their offer's supply, in the order in which offers are locked."""
        return self.filter(seats__gt=0).order_by("offer_id")

    def overheld(self, now: datetime) -> OrderLineQuerySet:
        """Hold seats for somebody who did not pay in time."""
        return self.filter(held_until__lte=now)

    def due(self, now: datetime) -> OrderLineQuerySet:
        """Paid ahead, and to be given by now."""
        kept = Q(order__paid_at__isnull=False, order__refunded_at__isnull=True)
        waiting = self.filter(kept, delivers_at__lte=now, delivered_at__isnull=True)
        return waiting.exclude(order__disputes__lost_at__isnull=False)


class OrderLine(TenantModel):
    """One offer in an order, with the title and price it had then."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="order_lines")
    title = models.CharField(_("title"), max_length=200)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    amount = models.BigIntegerField(_("amount"))
    # its share of the order's discount and tax
    discount_amount = models.BigIntegerField(_("discount"), db_default=0)
    tax_amount = models.BigIntegerField(_("tax"), db_default=0)
    # the price it was sold at and the terms agreed: what the offer asks later changes nothing about them
    price = models.ForeignKey(
        Price, null=True, blank=True, on_delete=models.PROTECT, related_name="order_lines", db_index=False
    )
    terms = models.JSONField(_("terms"), default=dict, db_default={}, blank=True)
    # seats of the offer's supply that this line has, for good or until then
    seats = models.PositiveSmallIntegerField(_("seats"), default=0, db_default=0)
    held_until = models.DateTimeField(null=True, blank=True)
    # a pre-order is given on this day; access ends so many days after, or then
    delivers_at = models.DateTimeField(_("delivered on"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    access_days = models.PositiveSmallIntegerField(_("days of access"), null=True, blank=True)
    access_until = models.DateTimeField(_("access until"), null=True, blank=True)
    products = models.ManyToManyField(Product, through="OrderLineProduct", related_name="order_lines")

    objects = OrderLineQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        # as they were placed: what the checkout was about comes first, then what was ticked beside it
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "offer"], name="orders_orderline_offer_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="orders_orderline_not_negative"),
            models.CheckConstraint(
                condition=Q(discount_amount__gte=0, tax_amount__gte=0, amount__gte=F("discount_amount")),
                name="orders_orderline_parts_not_negative",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_orderline_at_least_one"),
        ]
        indexes = [
            models.Index(
                fields=["held_until"], condition=Q(held_until__isnull=False), name="orders_orderline_held_seats"
            ),
            models.Index(
                fields=["delivers_at"],
                condition=Q(delivers_at__isnull=False, delivered_at__isnull=True),
                name="orders_orderline_to_deliver",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def money(self) -> Money:
        """What this line costs."""
        return Money(self.amount, self.order.currency)

    @property
    def asked_alone(self) -> int:
        """What it would have been on its own, where it was an extra at a price of its own; else 0."""
        once = self.terms.get("kind") == PriceKind.ONE_TIME
        return int(self.terms["amount"]) * self.quantity if once else 0

    @property
    def note(self) -> str:
        """What a receipt says beside the title: how many seats, what it is on its own, the day of a pre-order."""
        said = []
        if self.quantity > 1:
            said.append(ngettext("%d seat", "%d seats", self.quantity) % self.quantity)
        if self.asked_alone > self.amount:
            asked = Money(self.asked_alone, self.order.currency).format(get_language() or "en", cents=True)
            said.append(_now("instead of %(price)s") % {"price": asked})
        if self.delivers_at is not None and self.delivered_at is None:
            said.append(_now("pre-order, yours on %(day)s") % {"day": date_format(self.delivers_at, "j F Y")})
        return ", ".join(said)

    @property
    def named(self) -> str:
        """The title with its note."""
        return f"{self.title} ({self.note})" if self.note else self.title

    def access_ends(self, given_at: datetime) -> datetime | None:
        """When access that begins at this moment ends; None for never."""
        return given_at + timedelta(days=self.access_days) if self.access_days else self.access_until


class OrderLineProduct(TenantModel):
    """A product that was sold with a line: what the offer holds later changes nothing about it."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="sold", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="sold")

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "product"], name="orders_orderlineproduct_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.product_id}"
