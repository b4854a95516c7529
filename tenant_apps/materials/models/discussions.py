"""What learners and authors say to each other under a lesson."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Replies, in business English."""

    def shown(self) -> ReplyQuerySet:
        """The ones everybody in the course may read."""
        return self.filter(hidden_at=None, taken_back_at=None)


class Reply(TenantModel):
    """Something somebody said: to all, or to one that said something to all."""

    lesson = models.ForeignKey("courses.Lesson", models.PROTECT, related_name="replies", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="replies")
    answers = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField(_("Your words"), max_length=4000)
    is_by_team = models.BooleanField(default=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.CharField(max_length=150, blank=True)

    objects = ReplyQuerySet.as_manager()
    serial = Serial(RUNTIME, personal=("text", "hidden_by"))

    class Meta:
        verbose_name_plural = "replies"
        indexes = [
            models.Index(fields=["lesson", "-id"], condition=Q(answers__isnull=True), name="reply_to_all"),
            models.Index(fields=["-id"], name="reply_newest"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class DiscussionMute(TenantModel):
    """A person who wants no letters about a discussion."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")

    serial = Serial(RUNTIME)

    class Meta:
        constraints = [UniqueConstraint(fields=["lesson", "person"], name="discussion_mute_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.lesson_id}"
