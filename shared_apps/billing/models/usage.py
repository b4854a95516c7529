"""What a tenant used, day by day."""

from django.db import models


class Reading(models.Model):
    """Of a monthly meter the use of that day; of any other what there was when it was read on that day."""

    tenant_id = models.UUIDField()
    meter = models.CharField(max_length=20)
    day = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "day", "meter"], name="billing_reading_one")]

    def __str__(self) -> str:
        return f"{self.meter} {self.day}: {self.amount}"
