"""What learners answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q, UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial

# the last answer may be on its way when the time is up
GRACE = timedelta(seconds=10)


class Attempt(TenantModel):
    """One go at a quiz.

    `drawn` are the keys of the questions it asks, in its order. `answers` maps a question's key to what was said
    (`chosen`), whether that was `right`, and its `share` in percent.
    """

    quiz = models.ForeignKey("assessments.Quiz", models.PROTECT, related_name="attempts", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    drawn = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))
    answers = models.JSONField(default=dict)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(submitted_at__isnull=True), name="attempt_open_due"),
        ]
        constraints = [
            UniqueConstraint(fields=["quiz", "enrolment", "number"], name="attempt_number_unique"),
            UniqueConstraint(
                fields=["quiz", "enrolment"], condition=Q(submitted_at__isnull=True), name="attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="attempt_score_percent"
            ),
            models.CheckConstraint(
                condition=Q(passed_at__isnull=True) | Q(passed_at=F("submitted_at")), name="attempt_passed_when_graded"
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("started_at")), name="attempt_due_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number} at {self.quiz_id}"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to answer."""
        return self.submitted_at is None

    def is_overdue(self, at: datetime) -> bool:
        """Whether it is open although its time is up."""
        return self.is_open and self.due_at is not None and at > self.due_at + GRACE
