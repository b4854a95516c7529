"""How an order came that nobody placed at the checkout."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.order import Order


class PaidBy(models.TextChoices):
    """How the money of an order by hand came."""

    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("Cash")
    OTHER = "other", _("Another way")
    NOTHING = "nothing", _("Nothing to pay")


class OrderByHand(TenantModel):
    """Who wrote an order down, why, and how it was paid."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="by_hand")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    paid_by = models.CharField(_("paid by"), max_length=10, choices=PaidBy)
    # of the transfer, or of the order in the system it came from
    reference = models.CharField(_("reference"), max_length=120, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("reason", "reference"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(paid_by__in=PaidBy.values), name="orders_orderbyhand_known_way"),
            models.CheckConstraint(
                condition=~Q(paid_by="nothing", reason=""), name="orders_orderbyhand_gift_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.reason
