"""Who takes which course, and how far they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, F, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial
from tenant_apps.learning.played import PlayedField


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments, in business English."""

    def live(self) -> EnrolmentQuerySet:
        """The ones that open doors."""
        return self.filter(ended_at__isnull=True)


class Enrolment(TenantModel):
    """A person's place in a course. It survives its end, so that coming back loses nothing."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="enrolments", db_index=False)
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="enrolments")
    source = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    # when the sweep looks again at what opens; nothing does before, unless something happens
    look_at = models.DateTimeField(null=True, blank=True, default=clock.now, db_default=Now())
    # whether there is an `AwaitedCourse` to ask before it opens
    awaits = models.BooleanField(default=False, db_default=False, editable=False)
    # what analytics has counted of this place, and whether it has to look again (ADR 50): days it took, -1 unfinished
    to_count = models.BooleanField(default=True, db_default=True, editable=False)
    counted_took = models.IntegerField(null=True, blank=True, editable=False)
    # the key of the cohort it is counted in, and whether that may be another by now (ADR 72)
    cohort_to_count = models.BooleanField(default=True, db_default=True, editable=False)
    counted_cohort = models.UUIDField(null=True, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [
            models.Index(fields=["started_at"], name="enrolment_started"),
            models.Index(
                fields=["look_at"],
                condition=Q(look_at__isnull=False, ended_at__isnull=True),
                name="enrolment_to_be_looked_at",
            ),
            models.Index(fields=["completed_at"], condition=Q(completed_at__isnull=False), name="enrolment_completed"),
            models.Index(fields=["id"], condition=Q(to_count=True), name="enrolment_to_be_counted"),
            models.Index(fields=["id"], condition=Q(cohort_to_count=True), name="enrolment_cohort_to_be_counted"),
        ]
        constraints = [
            UniqueConstraint(fields=["person", "course"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=F("started_at")),
                name="enrolment_completed_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.course_id}"

    @property
    def is_live(self) -> bool:
        """Whether it opens the course."""
        return self.ended_at is None


class LessonProgress(TenantModel):
    """What a learner did with one lesson. PROTECT keeps a lesson with history from being deleted."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.PROTECT, related_name="progress")
    first_opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    # what the lesson asks for by its kind was done, while films on its page were still to be watched
    met_at = models.DateTimeField(null=True, blank=True)
    # the kind that was done: its author may make something else of the lesson meanwhile
    met_kind = models.CharField(max_length=12, blank=True, default="", db_default="", editable=False)
    position_seconds = models.PositiveIntegerField(default=0)
    watched_seconds = models.PositiveIntegerField(default=0)
    played = PlayedField()
    # the seconds that were played more than once
    again = PlayedField()
    heard_at = models.DateTimeField(null=True, blank=True)
    # what analytics has counted of this row, and whether it has to look again (ADR 50): 1 opened, 2 finished
    to_count = models.BooleanField(default=True, db_default=True, editable=False)
    counted_state = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    counted = PlayedField()
    counted_again = PlayedField()

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(to_count=True), name="progress_to_be_counted")]
        constraints = [UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} at {self.lesson_id}"


class FilmTerms(TenantModel):
    """What an author asks of whoever watches the film of a lesson."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="film_terms")
    least_percent = models.PositiveSmallIntegerField(_("Must be watched, in percent"), null=True, blank=True)
    names_viewer = models.BooleanField(_("Show each viewer’s name on the picture"), default=False)
    may_be_kept = models.BooleanField(_("Learners may keep the film on their device"), default=False, db_default=False)

    serial = Serial(CONTENT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(least_percent__isnull=True) | Q(least_percent__range=(1, 100)), name="film_terms_percent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.lesson_id)


MOST_ANGLES = 6


class Angle(TenantModel):
    """The film of a lesson from another camera, from the same first second on."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="angles", db_index=False)
    asset = models.ForeignKey("media.Asset", models.PROTECT, related_name="+")
    label = models.CharField(_("What it shows"), max_length=40)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(fields=["lesson", "position"], name="angle_position_once", deferrable=Deferrable.DEFERRED)
        ]

    def __str__(self) -> str:
        return self.label


class LessonScore(TenantModel):
    """A score in percent that was better than any before, and when it was reached."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="scores", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    reached_at = models.DateTimeField()

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            UniqueConstraint(fields=["enrolment", "lesson", "score"], name="lesson_score_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="lesson_score_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.score} % at {self.lesson_id}"
