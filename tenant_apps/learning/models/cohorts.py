"""Cohorts: people who take a course together, on dates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.learning.models.enrolments import Enrolment


class Cohort(TenantModel):
    """A group that begins together. Whoever buys its offer has a place in it."""

    course = models.ForeignKey("courses.Course", models.CASCADE, related_name="cohorts")
    name = models.CharField(_("Name"), max_length=120)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("Seats"), null=True, blank=True)
    offer = models.OneToOneField(
        "catalog.Offer", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Sold as")
    )

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            UniqueConstraint(fields=["course", "name"], name="cohort_name_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(seats__gte=1), name="cohort_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.name


class CohortPlace(TenantModel):
    """A learner's place in a cohort; one in each course."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="places")
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="place")
    placed_at = models.DateTimeField()
    # since when the learner wants no email about the board
    quiet_since = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    def __str__(self) -> str:
        return f"{self.enrolment_id} in {self.cohort_id}"


class CohortWish(TenantModel):
    """Somebody who waits for a place. An offered one is kept for them until `offered_until`."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="wishes", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    wished_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["wished_at", "pk"]
        constraints = [
            UniqueConstraint(fields=["cohort", "person"], name="cohort_wish_once"),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True, offered_until__isnull=True)
                | Q(offered_at__isnull=False, offered_until__isnull=False),
                name="cohort_wish_offered_until",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(ended_at__isnull=True), name="cohort_wish_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.cohort_id}"
