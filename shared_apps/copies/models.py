"""Copies of tenants: backups and their drills, forks, capsules made for owners, schemas kept for undoing.

Tenants are named by their id, without a key: a backup outlives what it is of.
"""

import uuid
from datetime import datetime

from django.db import models


class Backup(models.Model):
    """One tenant as it was at a moment, in the vault; or why there is none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant_id = models.UUIDField()
    slug = models.CharField(max_length=40)
    taken_at = models.DateTimeField()
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    media_size = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    engine = models.CharField(max_length=40)
    verified_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant_id", "-taken_at"], name="copies_backup_of_tenant")]

    def __str__(self) -> str:
        return f"{self.slug} at {self.taken_at:%Y-%m-%d %H:%M}"


class Drill(models.Model):
    """A backup restored on trial and compared; `passed_at` when every table was the same."""

    tenant_id = models.UUIDField()
    slug = models.CharField(max_length=40)
    backup = models.ForeignKey(Backup, models.SET_NULL, null=True)
    started_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    tables = models.PositiveIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant_id", "-started_at"], name="copies_drill_of_tenant")]

    def __str__(self) -> str:
        return f"{self.slug} at {self.started_at:%Y-%m-%d %H:%M}"


class Fork(models.Model):
    """That a tenant began as a copy of another; the base both start from is kept for merging."""

    tenant_id = models.UUIDField(primary_key=True)
    parent_id = models.UUIDField()
    forked_at = models.DateTimeField()
    by = models.CharField(max_length=254)
    masked_at = models.DateTimeField(null=True)
    base_path = models.CharField(max_length=200, blank=True)
    base_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["parent_id"], name="copies_fork_of_parent")]

    def __str__(self) -> str:
        return f"{self.tenant_id} of {self.parent_id}"


class KeptSchema(models.Model):
    """A schema beside a tenant's own: one it has left, kept for undoing; or one being made, until it is taken up."""

    schema_name = models.CharField(max_length=63, primary_key=True)
    tenant_id = models.UUIDField()
    kept_at = models.DateTimeField()
    # while it is being made, nobody has left it
    left_at = models.DateTimeField(null=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant_id", "-kept_at"], name="copies_kept_of_tenant")]

    def __str__(self) -> str:
        return self.schema_name


class OwnCapsuleQuerySet(models.QuerySet["OwnCapsule"]):
    """Capsules, in words."""

    def open(self, now: datetime) -> "OwnCapsuleQuerySet":
        """Not gone yet, the newest first."""
        return self.filter(expires_at__gt=now).order_by("-made_at")


class OwnCapsule(models.Model):
    """A capsule that an owner had made of their business, for a week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant_id = models.UUIDField()
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=80)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = OwnCapsuleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["tenant_id", "-made_at"], name="copies_capsule_of_tenant")]

    def __str__(self) -> str:
        return self.name
