"""What the nightly look at the books found."""

from __future__ import annotations

from django.db import models

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class LedgerCheck(TenantModel):
    """One look at the books, or at a gateway's report; `problems` are sentences."""

    gateway = models.CharField(max_length=32, blank=True)
    transactions = models.PositiveBigIntegerField(default=0)
    problems = models.JSONField(default=list)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [models.Index(fields=["gateway", "-id"], name="ledger_check_newest")]

    def __str__(self) -> str:
        return f"{self.gateway or 'books'} {self.created_at:%Y-%m-%d}: {len(self.problems)}"
