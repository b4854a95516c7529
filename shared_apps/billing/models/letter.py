"""Letters that billing owes its tenants: written with the change they are about, sent after it, each once."""

from django.db import models


class Letter(models.Model):
    """One letter to a tenant's owner; `key` makes it once."""

    tenant_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="billing_letter_to_send")]

    def __str__(self) -> str:
        return self.key
