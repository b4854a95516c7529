"""That the fees on a month's sales are billed."""

from django.db import models


class BilledSales(models.Model):
    """The fees of a month in one currency are on a bill, or were given back as credit: once."""

    tenant_id = models.UUIDField()
    month = models.DateField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "month", "currency"], name="billing_billedsales_once")
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.month:%Y-%m}: {self.amount} {self.currency}"
