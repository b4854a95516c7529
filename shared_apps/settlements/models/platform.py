"""What only the platform has: its own accounts at gateways, and for whom it may collect."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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
