"""What a business shows a bank in a dispute."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.dispute import Dispute


def _place(evidence: Evidence, name: str) -> str:
    return f"disputes/{evidence.dispute.key}/{evidence.key}.{name.rpartition('.')[2]}"


class Evidence(TenantModel):
    """A file for the bank: private, reached from the Studio only."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="evidence")
    file = models.FileField(_("file"), upload_to=_place, max_length=255)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    serial = Serial(RUNTIME, key=("key",), personal=("name",))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(fields=["dispute", "sha256"], name="orders_evidence_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="orders_evidence_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
