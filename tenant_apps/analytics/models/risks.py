"""Who needs a word, why, and what was written to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class Reason(models.TextChoices):
    """Why somebody may not finish."""

    NOT_BEGUN = "not_begun", _("Has not begun")
    QUIET = "quiet", _("Gone quiet")
    STUCK = "stuck", _("Stuck on a lesson")
    FAILING = "failing", _("Failing a quiz")
    LATE = "late", _("Past the last day")


class Risk(TenantModel):
    """An occasion to write to a learner: from the first reason until none is left.

    `reasons` maps each Reason to what its sentence needs. `hushed_until` is when it may be shown again; far off
    stands for "not at risk".
    """

    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="risks")
    course = models.ForeignKey("courses.Course", models.CASCADE, related_name="+", db_index=False)
    reasons = models.JSONField(default=dict)
    weight = models.PositiveSmallIntegerField(default=1)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    hushed_until = models.DateTimeField(null=True, blank=True)
    hush_reason = models.CharField(max_length=300, blank=True)
    hushed_by = models.CharField(max_length=254, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("hush_reason", "hushed_by"))

    class Meta:
        indexes = [
            models.Index(fields=["course", "-weight", "-id"], condition=Q(ended_at=None), name="risk_list"),
        ]
        constraints = [
            UniqueConstraint(fields=["enrolment"], condition=Q(ended_at=None), name="risk_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(hushed_until__isnull=True) | ~Q(hush_reason=""), name="risk_hushed_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {', '.join(self.reasons)}"


class RiskLetter(TenantModel):
    """What a creator wrote to a learner on one occasion; once."""

    risk = models.OneToOneField(Risk, models.CASCADE, related_name="letter")
    subject = models.CharField(max_length=160)
    body = models.TextField()
    reply_to = models.CharField(max_length=254)
    by = models.CharField(max_length=254)
    written_at = models.DateTimeField()

    serial = Serial(RUNTIME, key=("risk",), personal=("subject", "body", "reply_to", "by"))

    def __str__(self) -> str:
        return self.subject


class RiskRound(TenantModel):
    """How far today's look at everybody has come: the last place looked at, of all places up to the day's end."""

    day = models.DateField()
    after = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("day",), remade="the next sweep begins a round")

    class Meta:
        constraints = [UniqueConstraint(fields=["day"], name="risk_round_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.after}"
