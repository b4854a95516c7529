"""Courses a learner finishes before another one of theirs opens."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.learning.models.enrolments import Enrolment


class AwaitedCourse(TenantModel):
    """A place opens once its learner has finished this course. `source` says who asks for it.

    Whether it is finished is asked of the learner's place there; `told_at` is when that was told as a fact.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="awaited", db_index=False)
    course = models.ForeignKey("courses.Course", models.CASCADE, related_name="+")
    source = models.CharField(max_length=80)
    told_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [UniqueConstraint(fields=["enrolment", "course", "source"], name="awaited_course_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} after {self.course_id}"
