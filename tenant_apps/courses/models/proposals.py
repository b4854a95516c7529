"""What an author would make of a lesson that learners see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.courses.models.outlines import Lesson
from tenant_apps.courses.models.versions import Held


class ProposalQuerySet(models.QuerySet["LessonProposal"]):
    """Proposals, in business English."""

    def open(self) -> ProposalQuerySet:
        """The ones that are neither published nor given up."""
        return self.filter(ended_at__isnull=True)


class LessonProposal(Held, TenantModel):
    """A change of a live lesson, kept beside it: learners see nothing of it before somebody approved it."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="proposals")
    # nobody removes a file that waits; once the proposal has ended it holds none back
    asset = models.ForeignKey("media.Asset", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("What changed"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField(default=clock.now)
    # what the lesson held when its author last looked at it (`queries.held_of`)
    begun_on = models.CharField(max_length=16)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()
    serial = Serial(RUNTIME)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            UniqueConstraint(fields=["lesson"], condition=Q(ended_at__isnull=True), name="lesson_proposal_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, proposed"


class ProposalFile(TenantModel):
    """A file of the parts of a proposed page: nobody removes it while the proposal waits."""

    proposal = models.ForeignKey(LessonProposal, models.CASCADE, related_name="files", db_index=False)
    asset = models.ForeignKey("media.Asset", models.PROTECT, related_name="+")

    serial = Serial(RUNTIME)

    class Meta:
        constraints = [UniqueConstraint(fields=["proposal", "asset"], name="proposal_file_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} in {self.proposal_id}"
