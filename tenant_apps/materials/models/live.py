"""A session everybody is in at the same time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial

DOOR = timedelta(minutes=15)


class LessonSession(TenantModel):
    """When a live lesson is, and where. The link is shown from a quarter of an hour before to the end."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="live_session")
    starts_at = models.DateTimeField(_("Begins"))
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=60)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveIntegerField(default=0)

    serial = Serial(CONTENT)

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="lesson_session_begins")]
        constraints = [models.CheckConstraint(condition=Q(minutes__range=(5, 1440)), name="lesson_session_length")]

    def __str__(self) -> str:
        return f"{self.lesson_id} at {self.starts_at}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def is_open(self, at: datetime) -> bool:
        """Whether the link is shown."""
        return self.starts_at - DOOR <= at < self.ends_at

    def is_over(self, at: datetime) -> bool:
        """Whether everybody has gone."""
        return at >= self.ends_at
