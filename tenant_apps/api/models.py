"""The tokens that programs of a business carry, and what their calls were answered."""

from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial

_STAYS = "its owner makes another: tokens travel in no manifest, fork or capsule"


class ApiToken(TenantModel):
    """What a program shows: kept as a hash, shown once. It acts for the owner who made it, while they own."""

    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens_made")
    name = models.CharField(max_length=60)
    shown = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",), remade=_STAYS)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="api_token_digest_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="api_token_name_given"),
            # a token that was stored as it is would have another shape
            models.CheckConstraint(condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="api_token_hashed"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"

    @property
    def state(self) -> str:
        """live, revoked or expired."""
        return self.state_at(clock.now())

    def state_at(self, now: datetime) -> str:
        """live, revoked or expired at this moment."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= now else "live"


class AnsweredCall(models.Model):
    """What a writing call was answered, so that the same call sent again gets the same answer and does nothing."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+", db_index=False)
    once_key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    location = models.CharField(max_length=500, blank=True)
    # a call that asks somebody else is under way until then
    held_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    serial = Serial(RUNTIME, key=("token", "once_key"), remade=_STAYS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "once_key"], name="api_answeredcall_once")]
        indexes = [models.Index(fields=["created_at"], name="api_answeredcall_oldest")]

    def __str__(self) -> str:
        return f"{self.once_key}: {self.status}"
