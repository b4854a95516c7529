"""The rates a seller charges, and where the buyer of an order is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.orders.models.order import Order


class TaxRate(TenantModel):
    """A rate where the seller is registered: for a region or the whole country, for a class of products or all."""

    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("state or province"), max_length=8, blank=True)
    product_class = models.CharField(_("for"), max_length=32, blank=True)
    name = models.CharField(_("what it is called"), max_length=40)
    # whole numbers only: 8.875 % is 8875
    millipercent = models.PositiveIntegerField(_("rate"))

    serial = Serial(CONFIG, key=("country", "region", "product_class"))

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        constraints = [
            models.UniqueConstraint(fields=["country", "region", "product_class"], name="orders_taxrate_once"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="orders_taxrate_country_code"),
            models.CheckConstraint(condition=Q(millipercent__lte=100_000), name="orders_taxrate_at_most_all"),
        ]

    def __str__(self) -> str:
        place = f"{self.country}-{self.region}" if self.region else self.country
        return f"{self.name} {place} {self.percent} %"

    @property
    def percent(self) -> str:
        """As people write it: 19, 8.875."""
        return f"{self.millipercent / 1000:g}"


class OrderBilling(TenantModel):
    """Where the buyer of an order is, how we know, and the tax that followed from it."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="billing")
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("state or province"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    tax_id = models.CharField(_("tax ID"), max_length=32, blank=True)
    # the second piece of evidence of place, where something in front of us tells
    ip_country = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True, db_default="")
    engine = models.CharField(max_length=32)
    # what an engine that is asked calls its answer, and the report it keeps of the sale
    calculation = models.CharField(max_length=120, blank=True, db_default="", editable=False)
    tax_transaction = models.CharField(max_length=120, blank=True, db_default="", editable=False)
    # name, rate and sums of each rate that was charged
    taxes = models.JSONField(default=list)
    reverse_charged = models.BooleanField(_("reverse charge"), default=False)

    serial = Serial(RUNTIME, key=("key",), personal=("address", "postal_code", "tax_id"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="orders_billing_country_code"),
            models.CheckConstraint(
                condition=Q(reverse_charged=False) | ~Q(tax_id=""), name="orders_billing_reversed_to_a_business"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.country}"
