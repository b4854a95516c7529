"""Money given back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.order import Order
from tenant_apps.orders.models.payment import Payment


class RefundQuerySet(models.QuerySet["Refund"]):
    """How the business asks for refunds."""

    def settled(self) -> RefundQuerySet:
        """The money is on its way."""
        return self.filter(settled_at__isnull=False)

    def under_way(self) -> RefundQuerySet:
        """Asked for, and nobody knows yet whether the gateway agrees."""
        return self.filter(settled_at__isnull=True, failed_at__isnull=True)


class Refund(TenantModel):
    """Money given back, all or part: asked for first, settled once the gateway agreed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    payment = models.ForeignKey(Payment, null=True, on_delete=models.RESTRICT, related_name="refunds", db_index=False)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=120, blank=True)
    # the report of it that a tax engine keeps
    tax_reversal = models.CharField(max_length=120, blank=True, db_default="", editable=False)
    # what the gateway gave back of the platform's fee; null where it keeps none for the platform
    platform_fee_amount = models.BigIntegerField(null=True, editable=False)
    failure_message = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    # when it had been reported as done and came back: its failure is another than that of one that never went
    returned_at = models.DateTimeField(null=True)

    objects = RefundQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("reason",))

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="orders_refund_not_negative"),
            # two clicks on Refund: the second finds the first one here
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(settled_at__isnull=True, failed_at__isnull=True),
                name="orders_refund_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(failed_at__isnull=True),
                name="orders_refund_not_settled_and_failed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or str(self.key)

    @property
    def money(self) -> Money:
        """What is given back."""
        return Money(self.amount, self.currency)
