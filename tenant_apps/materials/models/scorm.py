"""SCORM packages of lessons, and where learners stand in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial

ZIP = "application/zip"


class Edition(models.TextChoices):
    """Which SCORM a package speaks."""

    V12 = "1.2", _("SCORM 1.2")
    V2004 = "2004", _("SCORM 2004")


class RunState(models.TextChoices):
    """How far a learner is in a part of a package."""

    BEGUN = "begun", _("Begun")
    DONE = "done", _("Done")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")


FINISHED = (RunState.DONE, RunState.PASSED)


class Package(TenantModel):
    """What the manifest of a lesson's package says. Its files stay in the zip and are read from there."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="package")
    asset = models.ForeignKey("media.Asset", models.PROTECT, related_name="+")
    edition = models.CharField(max_length=4, choices=Edition)
    title = models.CharField(max_length=200, blank=True)
    # what is played, in order: `id`, `title`, `href` within the zip
    parts = models.JSONField(default=list)

    serial = Serial(CONTENT)

    def __str__(self) -> str:
        return self.title or str(self.lesson_id)


class PackageRun(TenantModel):
    """What a part of a package keeps for a learner: its own data model, and what of it counts here."""

    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="+", db_index=False)
    package = models.ForeignKey(Package, models.CASCADE, related_name="runs")
    part = models.CharField(max_length=200)
    kept = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.BEGUN)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    touched_at = models.DateTimeField()

    serial = Serial(RUNTIME, personal=("kept",))

    class Meta:
        constraints = [
            UniqueConstraint(fields=["enrolment", "package", "part"], name="package_run_once"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=100), name="package_run_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.part} by {self.enrolment_id}"
