"""What a course's grade is made of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial


class GradeWeight(TenantModel):
    """How much a lesson counts beside the others; one without a weight counts as one."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="grade_weight")
    weight = models.PositiveSmallIntegerField(_("Weight"))

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weight__lte=100), name="grade_weight_in_range")]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.weight}"


class GradeOverride(TenantModel):
    """A grade that somebody set by hand, in place of the score that was reached."""

    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="+", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    serial = Serial(RUNTIME, key=("key",), personal=("reason",))

    class Meta:
        constraints = [
            UniqueConstraint(fields=["enrolment", "lesson"], name="grade_override_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="grade_override_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} at {self.lesson_id}: {self.score}"
