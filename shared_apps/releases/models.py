"""Which schema is at which version: waves of migrations, the version ledger, and spare schemas; all in the registry."""

import uuid

from django.db import models

from shared_apps.tenants.models import Tenant


class Wave(models.Model):
    """One run over the tenants that brings them to a release; it ends finished or stopped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.CharField(max_length=64)
    actor = models.CharField(max_length=254)
    canaries = models.JSONField(default=list, blank=True)
    jobs = models.PositiveSmallIntegerField(default=1)
    max_failures = models.PositiveIntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="releases_wave_newest")]

    def __str__(self) -> str:
        return f"{self.release[:12]} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        """Whether it ended by itself; one that was killed did not."""
        return bool(self.finished_at or self.stopped_at)


class SchemaVersion(models.Model):
    """The ledger: what a tenant's schema is at, since when and by which wave, and what kept it from being newer."""

    tenant = models.OneToOneField(Tenant, models.CASCADE, primary_key=True, related_name="version")
    # of the set of applied migrations, as the schema itself says
    applied = models.CharField(max_length=64, blank=True)
    migrated_at = models.DateTimeField(null=True, blank=True)
    wave = models.ForeignKey(Wave, models.SET_NULL, null=True, blank=True, related_name="versions", db_index=False)
    error = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failed_at=None, error="")
                | (models.Q(failed_at__isnull=False) & ~models.Q(error="")),
                name="releases_version_failed_with_error",
            )
        ]
        indexes = [
            models.Index(fields=["wave", "failed_at"], name="releases_version_of_wave"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.applied[:12]}"


class Spare(models.Model):
    """A schema with its role that waits for a tenant; it is taken by deleting this row in the tenant's transaction."""

    schema_name = models.CharField(max_length=63, primary_key=True)
    type = models.CharField(max_length=10, choices=Tenant.Type)
    # of the template it was made from
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    # none while it is being made
    ready_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.schema_name
