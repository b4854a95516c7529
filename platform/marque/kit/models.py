"""The base of every model in a tenant's schema."""

import uuid

from django.db import models

from marque.kit import clock


class TenantModel(models.Model):
    """A row with an immutable natural key, made once; addresses use the key or a code, never the primary key."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
