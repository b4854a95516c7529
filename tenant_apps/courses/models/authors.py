"""Who may build a course beside the one who owns it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.courses.models.outlines import Course


class CoAuthor(TenantModel):
    """That somebody on the team builds a course with its owner, since when and by whose hand."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="co_authors", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="courses_shared")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    serial = Serial(RUNTIME, key=("course", "user"))

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [UniqueConstraint(fields=["course", "user"], name="course_co_author_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.course}"
