"""The audit log, and long work with its progress; both in the registry."""

import uuid

from django.db import models


class AuditEntry(models.Model):
    """A privileged act: who, what, on what, why. Appended, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=253, blank=True)
    tenant_id = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="operations_audit_newest"),
            models.Index(fields=["tenant_id", "-at"], name="operations_audit_of_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.target}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Append; raises TypeError on a change."""
        if self.pk is not None:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Never; raises TypeError."""
        raise TypeError("An audit entry is never deleted.")


class Operation(models.Model):
    """Work that outlives a request: started, its named step and how far, finished or failed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=254)
    payload = models.JSONField(default=dict)
    tenant_id = models.UUIDField(null=True, blank=True)
    agency_id = models.UUIDField(null=True, blank=True)
    step = models.CharField(max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "-created_at", "-id"], name="operations_of_agency"),
            models.Index(fields=["tenant_id", "-created_at"], name="operations_of_tenant"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(finished_at=None, failed_at=None),
                name="operations_going_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return bool(self.finished_at or self.failed_at)

    @property
    def state(self) -> str:
        """waiting, running, done or failed."""
        if self.failed_at:
            return "failed"
        if self.finished_at:
            return "done"
        return "running" if self.started_at else "waiting"
