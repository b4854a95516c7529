"""What learners handed in, and what they were told about it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.assessments.models.assignments import PeerScore
from tenant_apps.media.formats import Kind

_WAITING = Q(submitted_at__isnull=False, graded_at__isnull=True)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions, in business English."""

    def waiting(self) -> SubmissionQuerySet:
        """Handed in, and nobody has answered yet."""
        return self.filter(_WAITING)

    def graded(self) -> SubmissionQuerySet:
        """Passed or returned."""
        return self.filter(graded_at__isnull=False)


class Submission(TenantModel):
    """One try at an assignment: a draft until it is handed in.

    `marks` maps a criterion's key to the level that was given: its `level`, `title`, `points` of `most`, and the
    `criterion`'s title and `position`, as they were then.
    """

    assignment = models.ForeignKey("assessments.Assignment", models.PROTECT, related_name="submissions", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    text = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(default=0)
    minus_percent = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    # when too few reviews had come from other learners
    left_to_team_at = models.DateTimeField(null=True, blank=True)
    graded_at = models.DateTimeField(null=True, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    passed_at = models.DateTimeField(null=True, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    marks = models.JSONField(default=dict)

    objects = SubmissionQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("text", "words"))

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["submitted_at", "id"], condition=_WAITING, name="submission_waiting"),
            models.Index(fields=["assignment", "submitted_at", "id"], condition=_WAITING, name="submission_waiting_of"),
            models.Index(fields=["-graded_at"], condition=Q(graded_at__isnull=False), name="submission_graded"),
        ]
        constraints = [
            UniqueConstraint(fields=["assignment", "enrolment", "number"], name="submission_number_unique"),
            UniqueConstraint(
                fields=["assignment", "enrolment"], condition=Q(submitted_at__isnull=True), name="submission_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="submission_score_percent"
            ),
            models.CheckConstraint(
                condition=Q(graded_at__isnull=True) | Q(submitted_at__isnull=False), name="submission_graded_when_in"
            ),
            models.CheckConstraint(
                condition=Q(passed_at__isnull=True) | Q(passed_at=F("graded_at")), name="submission_passed_when_graded"
            ),
        ]

    def __str__(self) -> str:
        return f"Submission {self.number} at {self.assignment_id}"

    @property
    def is_draft(self) -> bool:
        """Whether the learner is still at it."""
        return self.submitted_at is None

    @property
    def is_with_learners(self) -> bool:
        """Whether other learners' reviews are to answer it."""
        waits = self.submitted_at is not None and self.graded_at is None and self.left_to_team_at is None
        return waits and self.assignment.peer_reviews > 0 and self.assignment.peer_score == PeerScore.MEDIAN

    @property
    def state(self) -> str:
        """`draft`, `handed_in`, `reviewing`, `returned` or `passed`."""
        if self.submitted_at is None:
            return "draft"
        if self.graded_at is None:
            return "reviewing" if self.opened_at else "handed_in"
        return "passed" if self.passed_at else "returned"


def _place(work: Work, name: str) -> str:
    return f"works/{work.key}.{name.rpartition('.')[2]}"


class Work(TenantModel):
    """A file of a submission or of an open answer: private to its maker, the team and whoever reviews it."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="works", db_index=False
    )
    answer = models.ForeignKey(
        "assessments.OpenAnswer", models.CASCADE, null=True, blank=True, related_name="works", db_index=False
    )
    file = models.FileField(_("file"), upload_to=_place, max_length=255)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("name",))

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["submission", "sha256"], name="work_once"),
            UniqueConstraint(
                fields=["answer", "sha256"], condition=Q(answer__isnull=False), name="work_of_answer_once"
            ),
            models.CheckConstraint(
                condition=Q(submission__isnull=False, answer__isnull=True)
                | Q(submission__isnull=True, answer__isnull=False),
                name="work_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="work_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether pins can be put on it."""
        return self.kind == Kind.IMAGE


class Pin(TenantModel):
    """A remark about one spot of a picture, in percent from its left and its top."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="pins")
    x = models.DecimalField(max_digits=5, decimal_places=2, validators=[MaxValueValidator(100)])
    y = models.DecimalField(max_digits=5, decimal_places=2, validators=[MaxValueValidator(100)])
    text = models.CharField(_("Remark"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    serial = Serial(RUNTIME, key=("key",), personal=("text",))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(x__range=(0, 100), y__range=(0, 100)), name="pin_on_the_picture")
        ]

    def __str__(self) -> str:
        return self.text
