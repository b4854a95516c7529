"""What authors may publish by themselves, and what they asked to have published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.courses.models.outlines import Course, Lesson
from tenant_apps.courses.models.proposals import LessonProposal


class TeachingPolicy(TenantModel):
    """How the business lets authors work. One row; without it authors publish by themselves."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    is_reviewed = models.BooleanField(_("Somebody looks before learners do"), default=False)

    serial = Serial(CONFIG, key=("only",))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=1), name="courses_policy_only_one")]

    def __str__(self) -> str:
        return "reviewed" if self.is_reviewed else "free"


class Verdict(models.TextChoices):
    """What became of a request."""

    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequestQuerySet(models.QuerySet[Any]):
    """Requests, in business English."""

    def waiting(self) -> RequestQuerySet:
        """The ones nobody has decided."""
        return self.filter(decided_at__isnull=True)


class Request(models.Model):
    """What an author asks to have published, whatever it is, and what was decided."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    note = models.CharField(_("What to look at"), max_length=500, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    reason = models.CharField(_("Why"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        abstract = True


class Approval(Request, TenantModel):
    """An author's request to publish a course, a lesson of it or a change of one, and what was decided."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="approvals")
    lesson = models.ForeignKey(Lesson, models.CASCADE, null=True, blank=True, related_name="approvals")
    # of a live lesson it is its proposal that is asked about
    proposal = models.ForeignKey(LessonProposal, models.CASCADE, null=True, blank=True, related_name="approvals")
    # when it is to be published; nothing is at once
    publishes_at = models.DateTimeField(null=True, blank=True)
    # an approved course waits here for its moment; a lesson keeps its own
    due_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, personal=("note", "reason"))

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(decided_at__isnull=True), name="approval_waiting"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="approval_due"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["course", "lesson"],
                condition=Q(decided_at__isnull=True),
                nulls_distinct=False,
                name="approval_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True) | ~Q(verdict="") & Q(decided_at__isnull=False),
                name="approval_verdict_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.lesson or self.course)

    def get_absolute_url(self) -> str:
        """Where it is looked at."""
        return reverse("studio_approvals:approval", args=[self.key])

    @property
    def title(self) -> str:
        """What it is about."""
        return self.lesson.title if self.lesson else self.course.title
