"""Who sells, as the law and the tax office want to know."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, Serial


class EuVat(models.TextChoices):
    """Which VAT a seller in the EU charges private buyers in other member states."""

    NONE = "none", _("I am not registered for VAT")
    HOME = "home", _("My own country's VAT, also abroad (sales abroad are below €10,000 a year)")
    DESTINATION = "destination", _("The buyer's country's VAT (registered for the One Stop Shop)")


class TaxEngineChoice(models.TextChoices):
    """Who works out the tax of a sale."""

    TABLE = "table", _("The rates on this page")
    STRIPE = "stripe", _("Stripe Tax, where your Stripe account is registered")


class Seller(TenantModel):
    """The one row of a tenant's legal and tax details. The legal name and the address are the brand's."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("state or province"), max_length=8, blank=True)
    tax_id = models.CharField(_("tax ID"), max_length=32, blank=True)
    registration = models.CharField(_("registration"), max_length=140, blank=True)
    footer = models.TextField(_("small print"), max_length=600, blank=True)
    invoice_prefix = models.CharField(_("before invoice numbers"), max_length=12, default="INV-", blank=True)
    credit_prefix = models.CharField(_("before credit note numbers"), max_length=12, default="CN-", blank=True)
    prices_include_tax = models.BooleanField(_("prices include tax"), default=False)
    eu_vat = models.CharField(_("VAT in the EU"), max_length=12, choices=EuVat, default=EuVat.NONE)
    tax_engine = models.CharField(
        _("who works out the tax"), max_length=12, choices=TaxEngineChoice, default="table", db_default="table"
    )
    suspend_disputed = models.BooleanField(_("close access while a payment is disputed"), default=False)

    serial = Serial(CONFIG, key=("only",))

    class Meta:
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        constraints = [
            models.CheckConstraint(condition=Q(only=1), name="orders_seller_only_one"),
            models.CheckConstraint(condition=Q(country__regex="^([A-Z]{2})?$"), name="orders_seller_country_code"),
            models.CheckConstraint(
                condition=Q(tax_engine__in=TaxEngineChoice.values), name="orders_seller_known_engine"
            ),
            models.CheckConstraint(condition=Q(eu_vat__in=EuVat.values), name="orders_seller_known_vat"),
        ]

    def __str__(self) -> str:
        return self.registration or self.tax_id or "Seller"
