"""Vendors' webhooks as they came, and what is known of whom they are about. DESIGN §5."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

TRIED_FOR = timedelta(days=3)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """How the platform asks for its inbox."""

    def waiting(self) -> NoticeQuerySet:
        """Neither handled nor refused."""
        return self.filter(processed_at=None, refused_at=None)

    def due(self, now: datetime) -> NoticeQuerySet:
        """Those to try now. After three days an operator has to ask for another try."""
        return self.waiting().filter(next_at__lte=now, received_at__gt=now - TRIED_FOR).order_by("next_at")

    def in_trouble(self) -> NoticeQuerySet:
        """What operators have to see: refused, or tried in vain."""
        return self.filter(processed_at=None).exclude(problem="")


class Notice(models.Model):
    """One webhook. The same one a hundred times is one row."""

    source = models.CharField(max_length=32)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=120)
    account = models.CharField(max_length=120, blank=True)
    # what the vendor says of the business, and the business it was brought to
    said_tenant = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    tenant_id = models.UUIDField(null=True)
    body = models.TextField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    processed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="inbox_notice_once"),
            models.CheckConstraint(
                condition=Q(processed_at__isnull=True) | Q(refused_at__isnull=True),
                name="inbox_notice_not_handled_and_refused",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(processed_at=None, refused_at=None), name="inbox_notice_due"),
            models.Index(fields=["-received_at"], name="inbox_notice_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.event_id}"

    @property
    def state(self) -> str:
        """handled, refused, trouble or waiting."""
        if self.processed_at:
            return "handled"
        if self.refused_at:
            return "refused"
        return "trouble" if self.problem else "waiting"


class HeldAccount(models.Model):
    """A vendor's account that one business here holds."""

    source = models.CharField(max_length=32)
    account = models.CharField(max_length=120)
    tenant_id = models.UUIDField(db_index=True)
    held_since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "account"], name="inbox_account_of_one_business")]

    def __str__(self) -> str:
        return f"{self.source}: {self.account}"


class KnownReference(models.Model):
    """A payment on the platform's own account: whose it is. A dispute a year later carries nothing else of ours."""

    source = models.CharField(max_length=32)
    reference = models.CharField(max_length=200)
    tenant_id = models.UUIDField()
    known_since = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "reference"], name="inbox_reference_of_one_business")]

    def __str__(self) -> str:
        return f"{self.source}: {self.reference}"
