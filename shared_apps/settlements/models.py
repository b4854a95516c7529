"""What operators must know of businesses' books without opening each: payouts that wait for them, books that are wrong.

Those are readings of what is in the tenants, written again whenever that changes; never the truth itself. Beside them
stands what only the platform has: its own accounts at gateways, and for whom it may collect.
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


class PlatformGateway(models.Model):
    """The platform's own account at a gateway, whose keys operators typed. Sealed, for the registry alone."""

    gateway = models.CharField(max_length=32, unique=True)
    account = models.CharField(max_length=120)
    account_name = models.CharField(max_length=200, blank=True)
    sealed_keys = models.TextField()
    key_hint = models.CharField(max_length=24, blank=True)
    live = models.BooleanField(default=False)
    set_by = models.CharField(max_length=254)
    set_at = models.DateTimeField()
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            # what begins like a secret key was stored as it is
            models.CheckConstraint(condition=~Q(sealed_keys__contains="sk_"), name="settlements_gateway_sealed")
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.account}"


class CollectingGrant(models.Model):
    """A business whose sales the platform may collect; one that was taken back stays as history."""

    tenant_id = models.UUIDField()
    granted_by = models.CharField(max_length=254)
    granted_at = models.DateTimeField()
    ended_by = models.CharField(max_length=254, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id"], condition=Q(ended_at=None), name="settlements_collecting_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.tenant_id)


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
