"""How many people a course takes at once, and moves from one place to another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.learning.models.cohorts import Cohort
from tenant_apps.learning.models.enrolments import Enrolment


class Capacity(TenantModel):
    """The most people with a place in a course at once. Its row is held while one is given."""

    course = models.OneToOneField("courses.Course", models.CASCADE, related_name="capacity")
    seats = models.PositiveIntegerField(_("Most people at once"))

    serial = Serial(CONFIG)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seats__gte=1), name="capacity_has_a_seat")]

    def __str__(self) -> str:
        return f"{self.seats} in {self.course_id}"


class Transfer(TenantModel):
    """That the team moved a learner to another course, or to another cohort of the same: by whom and why."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="transfers")
    to = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    moved_at = models.DateTimeField()
    moved_by = models.CharField(max_length=254)

    serial = Serial(RUNTIME, key=("key",), personal=("reason", "moved_by"))

    def __str__(self) -> str:
        return f"{self.enrolment_id} to {self.to_id}"
