"""Emails that follow one another after something happened: a welcome over several days."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial


class Trigger(models.TextChoices):
    """What starts a sequence."""

    ENROLMENT = "enrolment", _("Someone enrols in a course")
    CHECKOUT_LEFT = "checkout_left", _("Someone leaves a checkout")


class Sequence(TenantModel):
    """A named series of emails. Without a course it greets learners of every course."""

    name = models.CharField(_("Name"), max_length=120)
    trigger = models.CharField(_("Starts when"), max_length=24, choices=Trigger, default=Trigger.ENROLMENT)
    course = models.ForeignKey(
        "courses.Course", models.CASCADE, null=True, blank=True, related_name="sequences", verbose_name=_("Course")
    )
    live_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def live(self) -> bool:
        """Whether it takes in new people and sends."""
        return self.live_at is not None


class SequenceStep(TenantModel):
    """One email, so many days after the one before it (0: straight away)."""

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField()
    wait_days = models.PositiveSmallIntegerField(_("Days to wait"), default=1)
    subject = models.CharField(_("Subject"), max_length=160)
    body = models.TextField(_("Text"))

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["sequence", "position"], name="sequence_step_position_unique", deferrable=Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.subject


class SequenceRunQuerySet(models.QuerySet["SequenceRun"]):
    """Runs, in business English."""

    def going(self) -> SequenceRunQuerySet:
        """The ones with something left to send."""
        return self.filter(finished_at__isnull=True)


class SequenceRun(TenantModel):
    """One person on their way through a sequence."""

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="runs", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="sequence_runs")
    enrolment = models.ForeignKey(
        "learning.Enrolment", models.CASCADE, null=True, blank=True, related_name="sequence_runs"
    )
    left_checkout = models.ForeignKey(
        "orders.LeftCheckout", models.CASCADE, null=True, blank=True, related_name="sequence_runs"
    )
    started_at = models.DateTimeField()
    next_step = models.ForeignKey(SequenceStep, models.SET_NULL, null=True, related_name="+", db_index=False)
    next_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SequenceRunQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [UniqueConstraint(fields=["sequence", "person"], name="sequence_run_once")]
        indexes = [
            # the sweep asks for this and nothing else
            models.Index(fields=["next_at"], condition=Q(finished_at__isnull=True), name="sequence_run_due")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.sequence_id}"


class OptOut(TenantModel):
    """A person who wants no more of these emails. Receipts and sign-in links still come."""

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="sequence_opt_out")
    at = models.DateTimeField()

    serial = Serial(RUNTIME, key=("key",))

    def __str__(self) -> str:
        return f"{self.person_id} since {self.at}"
