"""What learners saw of the films and recordings that stand on a lesson's page beside what the lesson is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.learning.models.enrolments import LessonProgress
from tenant_apps.learning.played import PlayedField


class BlockProgress(TenantModel):
    """What a learner saw of a film in a block, as `LessonProgress` of the lesson's own; it goes with the block."""

    progress = models.ForeignKey(LessonProgress, models.CASCADE, related_name="films", db_index=False)
    block = models.ForeignKey("courses.LessonBlock", models.CASCADE, related_name="+")
    # the key of the file that was played: its author may put another into the block, and delete this one
    film = models.UUIDField(null=True, blank=True, editable=False)
    first_opened_at = models.DateTimeField()
    position_seconds = models.PositiveIntegerField(default=0)
    played = PlayedField()
    # the seconds that were played more than once
    again = PlayedField()
    heard_at = models.DateTimeField(null=True, blank=True)
    # as on a lesson's progress (ADR 50)
    to_count = models.BooleanField(default=False, db_default=False, editable=False)
    counted = PlayedField()
    counted_again = PlayedField()

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(to_count=True), name="block_film_to_be_counted")]
        constraints = [UniqueConstraint(fields=["progress", "block"], name="block_progress_once")]

    def __str__(self) -> str:
        return f"{self.progress_id} at {self.block_id}"
