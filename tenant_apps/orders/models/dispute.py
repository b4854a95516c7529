"""Money that a buyer's bank takes back until somebody has shown what is right."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.order import Order
from tenant_apps.orders.models.payment import Payment


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """How the business asks for disputes."""

    def open(self) -> DisputeQuerySet:
        """Neither won nor lost."""
        return self.filter(won_at__isnull=True, lost_at__isnull=True)

    def due_before(self, moment: datetime) -> DisputeQuerySet:
        """Those whose evidence is due."""
        return self.open().filter(evidence_sent_at__isnull=True, evidence_due_at__lt=moment)


class Dispute(TenantModel):
    """A payment the buyer's bank questions."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="disputes")
    payment = models.ForeignKey(Payment, on_delete=models.RESTRICT, related_name="disputes")
    reference = models.CharField(_("reference"), max_length=120)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(max_length=3)
    reason = models.CharField(_("reason"), max_length=64, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    evidence_due_at = models.DateTimeField(_("evidence due"), null=True, blank=True)
    evidence_sent_at = models.DateTimeField(_("evidence sent"), null=True, blank=True)
    evidence_text = models.TextField(_("what happened"), max_length=10_000, blank=True, db_default="")
    # what the gateway keeps for the trouble; null until it says so
    fee_amount = models.BigIntegerField(null=True, blank=True, editable=False)
    won_at = models.DateTimeField(_("won"), null=True, blank=True)
    lost_at = models.DateTimeField(_("lost"), null=True, blank=True)

    objects = DisputeQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("evidence_text",))

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(fields=["payment", "reference"], name="orders_dispute_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="orders_dispute_of_something"),
            models.CheckConstraint(
                condition=Q(won_at__isnull=True) | Q(lost_at__isnull=True), name="orders_dispute_not_won_and_lost"
            ),
            models.CheckConstraint(
                condition=Q(fee_amount__isnull=True) | Q(fee_amount__gte=0), name="orders_dispute_fee_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def money(self) -> Money:
        """What the bank holds back."""
        return Money(self.amount, self.currency)

    @property
    def words(self) -> str:
        """What the bank says, in words: gateways write product_not_received."""
        return self.reason.replace("_", " ").capitalize() or str(_("No reason given"))

    @property
    def state(self) -> str:
        """open, won or lost."""
        if self.won_at:
            return "won"
        return "lost" if self.lost_at else "open"
