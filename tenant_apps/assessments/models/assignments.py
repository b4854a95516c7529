"""Assignments: what learners are asked to make, and how it is looked at."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial


class Late(models.TextChoices):
    """What happens to work that comes after the date."""

    ACCEPT = "accept", _("Take it all the same")
    MINUS = "minus", _("Take it, with a part of the points off for each day")
    REFUSE = "refuse", _("Refuse it")


class DoneWhen(models.TextChoices):
    """What finishes the lesson."""

    HANDED_IN = "handed_in", _("The work is handed in")
    PASSED = "passed", _("The work is passed")


class PeerScore(models.TextChoices):
    """Whose score counts where learners review each other."""

    MEDIAN = "median", _("The middle of what the reviewers gave")
    TEAM = "team", _("What the team gives")


def kinds_at_first() -> list[str]:
    """What is taken until somebody says otherwise."""
    return ["image"]


class Assignment(TenantModel):
    """What a lesson asks learners to hand in. The lesson's text is the brief."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="assignment")
    # of media's kinds of files; none where words alone are asked for
    kinds = models.JSONField(_("Files"), default=kinds_at_first)
    takes_text = models.BooleanField(_("Words may be written"), default=True)
    most_files = models.PositiveSmallIntegerField(_("Most files"), default=5)
    most_megabytes = models.PositiveSmallIntegerField(_("Most megabytes for a file"), default=25)
    points = models.PositiveSmallIntegerField(_("Points"), null=True, blank=True)
    pass_mark = models.PositiveSmallIntegerField(_("Pass mark, in percent"), default=60)
    due_at = models.DateTimeField(_("Due on"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(_("Due days after the lesson opens"), null=True, blank=True)
    due_cohort_day = models.PositiveSmallIntegerField(_("Due on a day of the cohort"), null=True, blank=True)
    late = models.CharField(_("Late work"), max_length=8, choices=Late, default=Late.ACCEPT)
    late_percent = models.PositiveSmallIntegerField(_("Percent off for each day"), default=10)
    grace_hours = models.PositiveSmallIntegerField(_("Hours of grace"), default=0)
    tries_allowed = models.PositiveSmallIntegerField(_("Tries"), null=True, blank=True)
    done_when = models.CharField(_("The lesson is done when"), max_length=12, choices=DoneWhen, default=DoneWhen.PASSED)
    peer_reviews = models.PositiveSmallIntegerField(_("Reviews by other learners"), default=0)
    peer_days = models.PositiveSmallIntegerField(_("Days for a review"), default=7)
    peer_score = models.CharField(_("The score"), max_length=8, choices=PeerScore, default=PeerScore.TEAM)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__lte=100, late_percent__range=(1, 100), peer_reviews__lte=10)
                & Q(most_files__range=(1, 20), most_megabytes__range=(1, 500), peer_days__range=(1, 60)),
                name="assignment_in_range",
            ),
            models.CheckConstraint(
                condition=(Q(points__isnull=True) | Q(points__range=(1, 1000)))
                & (Q(tries_allowed__isnull=True) | Q(tries_allowed__gte=1)),
                name="assignment_limits_positive",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_days__isnull=True)
                | Q(due_at__isnull=True, due_cohort_day__isnull=True)
                | Q(due_days__isnull=True, due_cohort_day__isnull=True),
                name="assignment_due_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Assignment of lesson {self.lesson_id}"


class Criterion(TenantModel):
    """One thing a work is looked at for."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="criteria", db_index=False)
    title = models.CharField(_("What is looked at"), max_length=120)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "criteria"
        constraints = [
            UniqueConstraint(
                fields=["assignment", "position"], name="criterion_position_unique", deferrable=Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title


class Level(TenantModel):
    """How well a work meets a criterion, and what that is worth."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels", db_index=False)
    title = models.CharField(_("Level"), max_length=60)
    description = models.CharField(_("What it looks like"), max_length=300, blank=True)
    points = models.PositiveSmallIntegerField(_("Points"), default=0)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["criterion", "position"], name="level_position_unique", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(points__lte=100), name="level_points_in_range"),
        ]

    def __str__(self) -> str:
        return self.title
