"""A cohort's board: posts, and answers to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.learning.models.cohorts import Cohort


class CohortPost(TenantModel):
    """What somebody of a cohort, or of the team, wrote to it. Hidden ones stay, for whoever asks why; one that others
    answered stays without its words when its writer takes it back."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="posts", db_index=False)
    to = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    is_from_team = models.BooleanField(default=False)
    text = models.TextField(_("Text"))
    posted_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("text", "hidden_by", "reason"))

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["cohort", "-id"], condition=Q(to__isnull=True), name="cohort_post_begun"),
            models.Index(fields=["cohort", "by", "posted_at"], name="cohort_post_of"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
