"""Learners who review each other's work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial


class Example(TenantModel):
    """A work the creator has marked: reviewers mark it first, and learn how it is meant."""

    assignment = models.OneToOneField("assessments.Assignment", models.CASCADE, related_name="example")
    text = models.TextField(_("The work in words"), blank=True)
    asset = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Its picture")
    )
    marks = models.JSONField(default=dict)
    words = models.TextField(_("Why it is marked so"), blank=True)

    serial = Serial(CONTENT, key=("key",))

    def __str__(self) -> str:
        return f"Example of {self.assignment_id}"


class Calibration(TenantModel):
    """How close a learner came to the creator's marks, in percent: what their reviews weigh."""

    assignment = models.ForeignKey("assessments.Assignment", models.CASCADE, related_name="calibrations")
    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="+", db_index=False)
    marks = models.JSONField(default=dict)
    weight = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField()

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            UniqueConstraint(fields=["enrolment", "assignment"], name="calibration_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="calibration_weight_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} at {self.assignment_id}: {self.weight} %"


class PeerReview(TenantModel):
    """A work that one learner was given to review. Nobody gets the same one twice."""

    submission = models.ForeignKey("assessments.Submission", models.CASCADE, related_name="reviews", db_index=False)
    reviewer = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="reviews")
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    marks = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=100)

    serial = Serial(RUNTIME, key=("key",), personal=("words",))

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="peer_review_open_due",
            )
        ]
        constraints = [
            UniqueConstraint(fields=["submission", "reviewer"], name="peer_review_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True, score__isnull=False),
                name="peer_review_done_has_score",
            ),
            models.CheckConstraint(
                condition=(Q(score__isnull=True) | Q(score__lte=100)) & Q(weight__range=(1, 100)),
                name="peer_review_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} on {self.submission_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None and self.withdrawn_at is None
