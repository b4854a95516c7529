"""What operators must know of businesses' books without opening each: payouts that wait for them, books that are wrong.

Those are readings of what is in the tenants, written again whenever that changes; never the truth itself.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marque.kit.money import Money


class WaitingPayout(models.Model):
    """A payout of a business whose money the platform collects; decided ones stay as history."""

    tenant_id = models.UUIDField()
    payout_key = models.UUIDField(unique=True)
    code = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    # how it travels; empty where it was noted before that was
    method = models.CharField(max_length=12, blank=True, db_default="")
    requested_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["requested_at"], condition=Q(decided_at=None), name="settlements_payout_waiting")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def money(self) -> Money:
        """What is to be paid."""
        return Money(self.amount, self.currency)


class LedgerAlert(models.Model):
    """A business's books are wrong, or differ from a gateway's; cleared once they are right again."""

    tenant_id = models.UUIDField()
    gateway = models.CharField(max_length=32, blank=True)
    problems = models.JSONField(default=list)
    found_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "gateway"], condition=Q(cleared_at=None), name="settlements_alert_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id}: {len(self.problems)}"
