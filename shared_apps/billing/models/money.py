"""What the platform owes a tenant: credit, used by the next invoices."""

from __future__ import annotations

from django.db import models

from marque.kit.money import Money
from shared_apps.billing.models.invoice import Invoice


class Credit(models.Model):
    """One change of a tenant's credit: above zero is given, below is used by an invoice. The balance is the sum."""

    tenant_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="credits")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="billing_credit_of_something"),
            models.UniqueConstraint(
                fields=["invoice"], condition=models.Q(amount__lt=0), name="billing_credit_used_once"
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "currency"], name="billing_credit_of_tenant")]

    def __str__(self) -> str:
        return f"{self.money} {self.reason}"

    @property
    def money(self) -> Money:
        """How much."""
        return Money(self.amount, self.currency)
