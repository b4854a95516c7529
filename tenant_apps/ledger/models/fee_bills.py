"""What the platform bills of sales whose fee nobody kept back, so that each is billed once."""

from __future__ import annotations

from django.db import models

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.ledger.models.book import LedgerTransaction


class FeeBill(TenantModel):
    """The fees of a month in one currency, as they were handed to the platform's bill; never changed.

    `lines` sums them up: what happened, how often, for how much, and the fee of it.
    """

    month = models.DateField()
    currency = models.CharField(max_length=3)
    lines = models.JSONField(default=list)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "currency"], name="ledger_feebill_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.currency}"


class BilledFee(TenantModel):
    """That a transaction's fee is on a bill."""

    bill = models.ForeignKey(FeeBill, on_delete=models.PROTECT, related_name="fees", db_index=False)
    transaction = models.OneToOneField(LedgerTransaction, on_delete=models.PROTECT, related_name="billed_fee")

    serial = Serial(RUNTIME, key=("key",))

    def __str__(self) -> str:
        return f"{self.transaction_id} on {self.bill_id}"
