"""What learners answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial

# the last answer may be on its way when the time is up
GRACE = timedelta(seconds=10)


# handed in, and a person has not looked at all of it
WAITING = Q(submitted_at__isnull=False, score__isnull=True)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts, in business English."""

    def waiting(self) -> AttemptQuerySet:
        """Handed in, with something that a person has to grade."""
        return self.filter(WAITING)

    def looked_at(self) -> AttemptQuerySet:
        """Graded by a person."""
        return self.filter(graded_at__isnull=False)


class Attempt(TenantModel):
    """One go at a quiz.

    `drawn` are the keys of the questions it asks, in its order. `answers` maps a question's key to what was said
    (`chosen`), whether that was `right`, and its `share` in percent. `paper` are the questions as they were when it
    was handed in, so that a question that is rewritten later rewrites no attempt that is over. What a person has to
    grade `waits` in its answer, and until then the attempt has no score.
    """

    quiz = models.ForeignKey("assessments.Quiz", models.PROTECT, related_name="attempts", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    # when the minutes it was begun with are up; it is over then, or at the quiz's last moment
    minutes_up_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    drawn = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))
    answers = models.JSONField(default=dict)
    # a person's part, where there is one
    graded_at = models.DateTimeField(null=True, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    words = models.TextField(blank=True, default="", db_default="")
    paper = models.JSONField(null=True, blank=True)
    # what was drawn from banks, as it was then
    sheets = models.JSONField(null=True, blank=True)
    # when analytics counted it, and what it drew from banks (ADR 50)
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    drawn_counted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AttemptQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("words",))

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(submitted_at__isnull=True), name="attempt_open_due"),
            models.Index(
                fields=["id"],
                condition=Q(submitted_at__isnull=False, counted_at__isnull=True),
                name="attempt_to_be_counted",
            ),
            models.Index(
                fields=["id"],
                condition=Q(submitted_at__isnull=False, sheets__isnull=False, drawn_counted_at__isnull=True),
                name="attempt_drawn_to_be_counted",
            ),
            models.Index(fields=["submitted_at", "id"], condition=WAITING, name="attempt_waiting"),
            models.Index(fields=["-graded_at"], condition=Q(graded_at__isnull=False), name="attempt_looked_at"),
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
            models.CheckConstraint(
                condition=Q(graded_at__isnull=True) | Q(score__isnull=False), name="attempt_graded_has_score"
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number} at {self.quiz_id}"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to answer."""
        return self.submitted_at is None

    @property
    def waits(self) -> bool:
        """Whether a person has to look at it before it has a score."""
        return self.submitted_at is not None and self.score is None

    def is_overdue(self, at: datetime) -> bool:
        """Whether it is open although its time is up."""
        return self.is_open and self.due_at is not None and at > self.due_at + GRACE
