"""What is in an order, as it was when it was placed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.orders.models.order import Order


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
    products = models.ManyToManyField(Product, through="OrderLineProduct", related_name="order_lines")

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "offer"], name="orders_orderline_offer_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="orders_orderline_not_negative"),
            models.CheckConstraint(
                condition=Q(discount_amount__gte=0, tax_amount__gte=0, amount__gte=F("discount_amount")),
                name="orders_orderline_parts_not_negative",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_orderline_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def money(self) -> Money:
        """What this line costs."""
        return Money(self.amount, self.order.currency)


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
