"""What a cohort has on dates, and the date of one learner alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.learning.models.cohorts import Cohort
from tenant_apps.learning.models.enrolments import Enrolment


class LiveSession(TenantModel):
    """An hour that a cohort spends together."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="live_sessions")
    title = models.CharField(_("Title"), max_length=200)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    url = models.URLField(_("Where to join"), max_length=500, blank=True)
    words = models.TextField(_("What to bring"), blank=True)
    # how often its people were told of a change
    number = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="live_session_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title


class CohortDeadline(TenantModel):
    """Until when a cohort does a lesson; for its people it takes the place of the lesson's own date."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="deadlines", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+")
    due_at = models.DateTimeField(_("Until"))

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [UniqueConstraint(fields=["cohort", "lesson"], name="cohort_deadline_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id} for {self.cohort_id}"


class Extension(TenantModel):
    """More time for one learner at one lesson. It never takes any away."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="extensions", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+")
    until = models.DateTimeField(_("Until"))
    reason = models.CharField(_("Reason"), max_length=300)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=254)

    serial = Serial(RUNTIME, key=("key",), personal=("reason", "given_by"))

    class Meta:
        constraints = [UniqueConstraint(fields=["enrolment", "lesson"], name="extension_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id} for {self.enrolment_id}"
