"""Commands as they were sent, with what came of them."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class Command(TenantModel):
    """One command: kind, payload, and its result or error."""

    kind = models.CharField(max_length=100)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    once_key = models.CharField(max_length=200, null=True, unique=True)
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=100, blank=True)
    finished_at = models.DateTimeField(null=True)

    serial = Serial(RUNTIME)

    def __str__(self) -> str:
        return self.kind
