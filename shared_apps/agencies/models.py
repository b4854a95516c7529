"""Agencies in the registry: whose tenants they are, who works there, and the tokens their programs carry."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import SLUG_PATTERN


class Agency(models.Model):
    """A firm that runs businesses for creators: it sees its own and nobody else's."""

    class State(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    tenant_limit = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("slug"), name="agencies_agency_slug_unique"),
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG_PATTERN), name="agencies_agency_slug_shape"),
            models.CheckConstraint(condition=~models.Q(name=""), name="agencies_agency_name_given"),
        ]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """That a tenant belongs to an agency; a tenant without one is the platform's own customer."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, primary_key=True, related_name="holding")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="holdings", db_index=False)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-since", "-tenant"], name="agencies_holding_newest")]

    def __str__(self) -> str:
        return f"{self.tenant_id} of {self.agency_id}"


class Membership(models.Model):
    """That somebody works at an agency: a user of the platform's own tenant, by key, since their table is elsewhere."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="people")
    user_key = models.UUIDField(unique=True)
    email = models.EmailField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.email


class AgencyToken(models.Model):
    """What a program of an agency shows: kept as a hash, shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20))
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="agencies_token_name_given")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def state_at(self, now: datetime) -> str:
        """live, revoked or expired."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= now else "live"


class AnsweredCall(models.Model):
    """What a writing call was answered, so that the same call sent again gets the same answer and does nothing."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True)
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="agencies_answeredcall_unique")]
        indexes = [models.Index(fields=["created_at"], name="agencies_answeredcall_oldest")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
