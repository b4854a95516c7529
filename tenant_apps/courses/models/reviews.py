"""What learners say of a course, and how many stars that makes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.courses.models.outlines import Course

STARS = range(1, 6)


class ReviewState(models.TextChoices):
    """Whether visitors read it."""

    WAITING = "waiting", _("Waiting")
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden")


class CourseReview(TenantModel):
    """One learner's stars and words about a course. Visitors read it once somebody of the team has."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="reviews", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="course_reviews")
    stars = models.PositiveSmallIntegerField(_("Stars"))
    words = models.TextField(_("Your review"), max_length=2000, blank=True)
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.WAITING)
    written_at = models.DateTimeField()
    reason = models.CharField(_("Why it is hidden"), max_length=500, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    answer = models.TextField(_("Your answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, personal=("words", "reason", "answer"))

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["course", "state", "-id"], name="course_review_by_state")]
        constraints = [
            UniqueConstraint(fields=["course", "person"], name="course_review_once"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="course_review_stars"),
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="course_review_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} for {self.course_id}"

    @property
    def current_answer(self) -> str:
        """The answer, where it was given to these words or confirmed for them."""
        return self.answer if self.answered_at and self.answered_at >= self.written_at else ""


class CourseRating(TenantModel):
    """The sum of what visitors read: kept with each change, so that no page counts reviews."""

    course = models.OneToOneField(Course, models.CASCADE, related_name="rating")
    shown = models.PositiveIntegerField(default=0)
    stars = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    serial = Serial(RUNTIME, key=("course",))

    def __str__(self) -> str:
        return f"{self.average} of {self.shown}"

    @property
    def average(self) -> float:
        """Stars, to a tenth; nothing without a review."""
        return round(self.stars / self.shown, 1) if self.shown else 0.0

    @property
    def full(self) -> int:
        """How many stars are filled."""
        return round(self.average)
