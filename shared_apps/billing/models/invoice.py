"""Invoices of the platform, numbered without gaps, and the attempts to collect them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money


class InvoiceKind(models.TextChoices):
    """What it is for."""

    PERIOD = "period", _("Plan")
    CHANGE = "change", _("Change of plan")
    USAGE = "usage", _("Use above the plan")


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Invoices, in words."""

    def open(self) -> InvoiceQuerySet:
        """Neither paid nor waived."""
        return self.filter(paid_at=None, waived_at=None)


class Invoice(models.Model):
    """Issued once and never changed; `key` says for what, once for each tenant. What is owed is `total_amount`.

    `agency_amount` is what of it an agency has coming for its mark-up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    tenant_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=InvoiceKind)
    key = models.CharField(max_length=60)
    issued_at = models.DateTimeField()
    period_starts_at = models.DateTimeField()
    period_ends_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    lines = models.JSONField()
    subtotal_amount = models.BigIntegerField()
    credit_amount = models.BigIntegerField(default=0)
    total_amount = models.BigIntegerField()
    agency_id = models.UUIDField(null=True)
    agency_amount = models.BigIntegerField(default=0)
    seller = models.JSONField()
    buyer = models.JSONField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.CharField(max_length=254, blank=True)
    waived_reason = models.CharField(max_length=300, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "key"], name="billing_invoice_once"),
            models.CheckConstraint(
                condition=Q(total_amount=F("subtotal_amount") - F("credit_amount")), name="billing_invoice_sum"
            ),
            models.CheckConstraint(
                condition=Q(total_amount__gte=0, credit_amount__gte=0), name="billing_invoice_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(paid_at=None) | Q(waived_at=None), name="billing_invoice_paid_or_waived"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "-number"], name="billing_invoice_of_tenant"),
            models.Index(
                fields=["next_try_at"], condition=Q(paid_at=None, waived_at=None), name="billing_invoice_to_collect"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller['prefix']}{self.number:06}"

    @property
    def total(self) -> Money:
        """What is owed."""
        return Money(self.total_amount, self.currency)

    @property
    def state(self) -> str:
        """open, paid or waived."""
        if self.paid_at:
            return "paid"
        return "waived" if self.waived_at else "open"


class InvoiceCounter(models.Model):
    """The last number. It is taken in the transaction that writes the invoice, so none is lost."""

    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class PaymentState(models.TextChoices):
    """How an attempt stands."""

    ASKED = "asked"
    PAID = "paid"
    DECLINED = "declined"


class Payment(models.Model):
    """One attempt to collect an invoice; its id is the key that the provider honours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(max_length=8, choices=PaymentState, default=PaymentState.ASKED)
    card = models.CharField(max_length=40, blank=True)
    # what was asked for: asked again, the very same is asked
    customer = models.CharField(max_length=80)
    token = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(state__in=["asked", "paid"]), name="billing_payment_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.state}"
