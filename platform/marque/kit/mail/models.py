"""The outbox of email: every message a tenant sent, or kept."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class SentEmailQuerySet(models.QuerySet["SentEmail"]):
    """Messages, in the outbox's words."""

    def waiting(self) -> "SentEmailQuerySet":
        """Meant for SMTP and not there yet."""
        return self.filter(sent_at=None, failed_at=None, kept_at=None)

    def overdue(self, now: datetime) -> "SentEmailQuerySet":
        """Waiting and expected to have gone by now."""
        return self.waiting().filter(next_at__lte=now)

    def free(self, now: datetime) -> "SentEmailQuerySet":
        """Waiting, with no worker on it and no pause left."""
        return self.waiting().filter(Q(held_until=None) | Q(held_until__lte=now))


class SentEmail(TenantModel):
    """One message to one or more addresses. It ends sent, failed, or kept (no SMTP server was set)."""

    to = models.JSONField()
    sender = models.CharField(max_length=400)
    reply_to = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=500)
    html = models.TextField(blank=True)
    text = models.TextField()
    attachments = models.JSONField(default=list)
    headers = models.JSONField(default=dict)
    purpose = models.CharField(max_length=60)
    once_key = models.CharField(max_length=200, null=True, unique=True)
    queued_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.now)
    held_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = SentEmailQuerySet.as_manager()
    serial = Serial(RUNTIME, personal=("to", "subject", "html", "text"), paths=("attachments",))

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(sent_at=None, failed_at=None, kept_at=None),
                name="mail_sentemail_waiting",
            ),
            # what was written in a month is counted for plans
            models.Index(fields=["queued_at"], name="mail_sentemail_queued"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        """One word: sent, failed, kept or waiting."""
        ends = {"sent": self.sent_at, "failed": self.failed_at, "kept": self.kept_at}
        return next((word for word, at in ends.items() if at), "waiting")
