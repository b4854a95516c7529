"""Courses that come before others."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, Serial
from tenant_apps.courses.models.outlines import Course


class Prerequisite(TenantModel):
    """A course opens to whoever enrols once they have finished another. No part of its copies and packages."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="prerequisites", db_index=False)
    needs = models.ForeignKey(Course, models.CASCADE, related_name="needed_by")

    serial = Serial(CONFIG)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["course", "needs"], name="prerequisite_once"),
            models.CheckConstraint(condition=~Q(course=F("needs")), name="prerequisite_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} after {self.needs_id}"
