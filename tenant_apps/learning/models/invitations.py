"""Learners who are to be told of their place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.learning.models.enrolments import Enrolment


class Invitation(TenantModel):
    """That a place given by hand is told by email, and with which words. `due_at` is empty once that is settled."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="invitation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    message = models.TextField(_("Message"), max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("message",))

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="invitation_to_be_sent")]

    def __str__(self) -> str:
        return str(self.enrolment_id)
