"""Lists of people on their way into a course."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial

_STAYS = "whoever brought the list brings it again"


class LineState(models.TextChoices):
    """What became of a line."""

    WAITING = "waiting", _("Waits")
    NEW = "new", _("Enrolled")
    KNOWN = "known", _("There already")
    WRONG = "wrong", _("Wrong")


class EnrolmentList(TenantModel):
    """A file of people for a course. Every line is judged when it comes; nobody is enrolled before somebody says so."""

    course = models.ForeignKey("courses.Course", models.CASCADE, related_name="enrolment_lists")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    reason = models.CharField(_("Reason"), max_length=300)
    tells = models.BooleanField(default=False, db_default=False)
    begun_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, personal=("name", "reason"), remade=_STAYS)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["heard_at"],
                condition=Q(begun_at__isnull=False, finished_at__isnull=True),
                name="enrolment_list_at_work",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentLine(TenantModel):
    """One line: somebody, and what became of them; of a wrong one the column, and what would be right."""

    parent = models.ForeignKey(EnrolmentList, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=LineState, default=LineState.WAITING)
    column = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300, blank=True)

    serial = Serial(RUNTIME, personal=("email", "name", "words"), remade=_STAYS)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["parent", "state", "number"], name="enrolment_line_by_state")]
        constraints = [UniqueConstraint(fields=["parent", "number"], name="enrolment_line_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.email}"
