"""Spots on a picture, steps of a project, pieces of code, something from another site."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial

FAR = 1000
MOST_SPOTS, MOST_STEPS, MOST_LISTINGS = 40, 60, 20


class HotSpot(TenantModel):
    """A place on the lesson's picture with something to say, in thousandths of its width and height."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="hot_spots", db_index=False)
    x = models.PositiveSmallIntegerField(_("From the left, in thousandths"))
    y = models.PositiveSmallIntegerField(_("From the top, in thousandths"))
    title = models.CharField(_("Name"), max_length=120)
    text = models.TextField(_("What it says"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["lesson", "position"], name="hot_spot_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(x__lte=FAR, y__lte=FAR), name="hot_spot_on_the_picture"),
        ]

    def __str__(self) -> str:
        return self.title


class Step(TenantModel):
    """A step of a project."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="steps", db_index=False)
    title = models.CharField(_("What to do"), max_length=160)
    text = models.TextField(_("How"), max_length=4000, blank=True)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(fields=["lesson", "position"], name="step_position_once", deferrable=Deferrable.DEFERRED)
        ]

    def __str__(self) -> str:
        return self.title


class StepDone(TenantModel):
    """A step a learner has ticked."""

    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="+", db_index=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="done")

    serial = Serial(RUNTIME)

    class Meta:
        constraints = [UniqueConstraint(fields=["enrolment", "step"], name="step_done_once")]

    def __str__(self) -> str:
        return f"{self.step_id} by {self.enrolment_id}"


class Listing(TenantModel):
    """A piece of code."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="listings", db_index=False)
    title = models.CharField(_("Name of the file"), max_length=120, blank=True)
    language = models.CharField(_("Language"), max_length=24, default="text")
    code = models.TextField(_("Code"), max_length=40_000)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["lesson", "position"], name="listing_position_once", deferrable=Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title or self.language


class Embed(TenantModel):
    """Something another site shows, in a frame of that site's."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="embed")
    address = models.URLField(_("Address"), max_length=500)
    provider = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    frame = models.URLField(max_length=800)
    width = models.PositiveSmallIntegerField(default=16)
    height = models.PositiveSmallIntegerField(default=9)

    serial = Serial(CONTENT)

    def __str__(self) -> str:
        return self.title or self.address
