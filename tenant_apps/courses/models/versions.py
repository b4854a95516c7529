"""What of a lesson is kept: what it was before, and what somebody would make of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.courses.models.outlines import Lesson, LessonKind


class Held(models.Model):
    """What of a lesson is kept. A field that stands here and on the lesson is in its versions and in its proposals."""

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=LessonKind)
    body = models.TextField(blank=True)
    asset = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    minutes = models.PositiveSmallIntegerField(default=0)
    # the blocks of its page as values (`Lesson.blocks`), files by their keys
    blocks = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))

    class Meta:
        abstract = True


KEPT = tuple(field.name for field in Held._meta.local_fields)


class LessonVersion(Held, TenantModel):
    """What a lesson held from a moment on, who wrote it, and what learners were told; no note is a small change."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    note = models.CharField(_("What changed"), max_length=200, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    # spots, steps, code, questions (`own_rows`); none where the version is older than the keeping of them
    rows = models.JSONField(null=True, blank=True, editable=False)

    serial = Serial(RUNTIME, personal=("by_name",))

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["lesson", "number"], name="lesson_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="lesson_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
