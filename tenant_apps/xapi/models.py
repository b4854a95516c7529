"""The store of learning records that a business names."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial

_STAYS = "its owner names it again: keys travel in no manifest, fork or capsule, and no copy tells anybody anything"


class Version(models.TextChoices):
    """What the store understands."""

    V1 = "1.0.3", _("xAPI 1.0.3")
    V2 = "2.0.0", _("xAPI 2.0 (IEEE 9274.1.1)")


class RecordStore(TenantModel):
    """A learning record store: an endpoint that is told statements. A business has one."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    endpoint = models.OneToOneField("webhooks.WebhookEndpoint", models.CASCADE, related_name="record_store")
    username = models.CharField(_("Key"), max_length=200)
    version = models.CharField(_("Version"), max_length=8, choices=Version, default=Version.V1)
    names_emails = models.BooleanField(_("Name learners by their email"), default=False)

    serial = Serial(RUNTIME, key=("only",), personal=("username",), remade=_STAYS)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=1), name="xapi_store_only_one")]

    def __str__(self) -> str:
        return str(self.endpoint)
