"""What a gateway told us by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial


class GatewayEventQuerySet(models.QuerySet["GatewayEvent"]):
    """How the business asks for gateway events."""

    def unprocessed(self, now: datetime) -> GatewayEventQuerySet:
        """Kept in the last day and not handled yet; an older one is about no payment of ours.

        In any order: those of others, which nobody handles, must not stand before ours for a day.
        """
        return self.filter(processed_at__isnull=True, created_at__gt=now - timedelta(days=1)).order_by("?")


class GatewayEvent(TenantModel):
    """A gateway's webhook as it came. The same one twice is one row."""

    gateway = models.CharField(max_length=32)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=64)
    reference = models.CharField(max_length=120)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # the refund, dispute or payout it is about, where that is not the payment itself
    subject = models.CharField(max_length=120, blank=True, db_default="")
    reason = models.CharField(max_length=120, blank=True, db_default="")
    due_at = models.DateTimeField(null=True)
    fee = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    objects = GatewayEventQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(processed_at__isnull=True), name="orders_gatewayevent_waiting"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["gateway", "event_id"], name="orders_gatewayevent_once")]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.event_id}"

    @property
    def money(self) -> Money:
        """How much it is about."""
        return Money(self.amount, self.currency)
