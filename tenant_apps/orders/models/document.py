"""Invoices and credit notes: numbered without gaps, and never changed again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.dispute import Dispute
from tenant_apps.orders.models.order import Order
from tenant_apps.orders.models.refund import Refund


class Immutable(TypeError):
    """Somebody wants to change what was issued: a bug, not a refusal."""


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents are made and read, nothing else."""

    def update(self, **values: Any) -> int:
        """Never."""
        raise Immutable("A document that was issued is not changed. Issue a credit note.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Never."""
        raise Immutable("A document that was issued is not deleted. Issue a credit note.")


class Document(TenantModel):
    """What an invoice and a credit note have in common: a number, and everything as it was on that day."""

    number = models.PositiveIntegerField(_("number"))
    prefix = models.CharField(max_length=12, blank=True)
    issued_at = models.DateTimeField(_("issued"))
    currency = models.CharField(max_length=3)
    tax_amount = models.BigIntegerField(_("tax"))
    tax_included = models.BooleanField()
    total_amount = models.BigIntegerField(_("total"))
    seller = models.JSONField()
    buyer = models.JSONField()
    lines = models.JSONField()
    taxes = models.JSONField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.prefix}{self.number:05d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once."""
        if not self._state.adding:
            raise Immutable("A document that was issued is not changed. Issue a credit note.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        raise Immutable("A document that was issued is not deleted. Issue a credit note.")

    @property
    def total(self) -> Money:
        """What it is about, tax included."""
        return Money(self.total_amount, self.currency)

    @property
    def tax(self) -> Money:
        """The tax in it."""
        return Money(self.tax_amount, self.currency)


def _sound(kind: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["number"], name=f"orders_{kind}_number_once"),
        models.CheckConstraint(condition=Q(number__gt=0), name=f"orders_{kind}_numbered"),
        models.CheckConstraint(
            condition=Q(total_amount__gt=0, tax_amount__gte=0, tax_amount__lte=F("total_amount")),
            name=f"orders_{kind}_of_something",
        ),
    ]


class Invoice(Document):
    """What a paid order was charged for."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="invoice")
    subtotal_amount = models.BigIntegerField()
    discount_amount = models.BigIntegerField()

    serial = Serial(RUNTIME, key=("key",), personal=("buyer",))

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = _sound("invoice")


class CreditNote(Document):
    """What of an invoice went back."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    # what it is for: money that was given back, or that a bank took
    refund = models.OneToOneField(Refund, null=True, on_delete=models.PROTECT, related_name="credit_note")
    dispute = models.OneToOneField(Dispute, null=True, on_delete=models.PROTECT, related_name="credit_note")

    serial = Serial(RUNTIME, key=("key",), personal=("buyer",))

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        constraints = [
            *_sound("creditnote"),
            models.CheckConstraint(
                condition=Q(refund__isnull=False, dispute__isnull=True) | Q(refund__isnull=True, dispute__isnull=False),
                name="orders_creditnote_for_one_thing",
            ),
        ]
