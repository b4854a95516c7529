"""The outbox: what happened, and who has yet to hear of it."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from marque.kit import clock
from marque.kit.serialise.declaration import RUNTIME, Serial


class Event(models.Model):
    """One fact as it was published."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fact = models.CharField(max_length=200)
    payload = models.JSONField()
    published_at = models.DateTimeField(default=clock.now)

    serial = Serial(RUNTIME, key=("key",))

    def __str__(self) -> str:
        return self.fact


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries, in the outbox's words."""

    def pending(self) -> "DeliveryQuerySet":
        """Neither done nor given up."""
        return self.filter(done_at=None, dead_at=None)

    def dead(self) -> "DeliveryQuerySet":
        """Given up after too many attempts; a person has to look."""
        return self.filter(done_at=None, dead_at__isnull=False)

    def overdue(self, now: datetime) -> "DeliveryQuerySet":
        """Pending and expected to have run by now: the nudge was lost, the worker died or a retry is due."""
        return self.pending().filter(next_at__lte=now)

    def free(self, now: datetime) -> "DeliveryQuerySet":
        """Pending, with no lease and no waiting time left on it."""
        return self.pending().filter(Q(held_until=None) | Q(held_until__lte=now))


class Delivery(models.Model):
    """One fact for one subscriber.

    `held_until` keeps others away while a worker runs it or a retry waits; `next_at` is when the sweep looks again.
    """

    # the unique constraint below begins with the event
    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("event", "subscriber"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="facts_delivery_once"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(dead_at=None), name="facts_delivery_ends_once"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(done_at=None), name="facts_delivery_pending")]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.subscriber}"
