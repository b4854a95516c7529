"""A quiz, and the rules it is taken by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial


class Reveal(models.TextChoices):
    """When a learner sees what was right."""

    EACH = "each", _("After each answer")
    END = "end", _("When the quiz is handed in")
    NEVER = "never", _("Never, only the score")


class Quiz(TenantModel):
    """The questions of a lesson, how many of them are asked, and the share that must be right."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="quiz")
    pass_mark = models.PositiveSmallIntegerField(_("Pass mark, in percent"), default=70)
    attempts_allowed = models.PositiveSmallIntegerField(_("Attempts"), null=True, blank=True)
    minutes_allowed = models.PositiveSmallIntegerField(_("Minutes for an attempt"), null=True, blank=True)
    due_at = models.DateTimeField(_("Open until"), null=True, blank=True)
    draws = models.PositiveSmallIntegerField(_("Questions drawn at random"), null=True, blank=True)
    shuffles = models.BooleanField(_("Another order for everybody"), default=False, db_default=False)
    reveals = models.CharField(
        _("Right answers are shown"), max_length=8, choices=Reveal, default=Reveal.EACH, db_default=Reveal.EACH
    )

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pass_mark__gte=0, pass_mark__lte=100), name="quiz_pass_mark_percent"),
            models.CheckConstraint(
                condition=(Q(attempts_allowed__isnull=True) | Q(attempts_allowed__gte=1))
                & (Q(minutes_allowed__isnull=True) | Q(minutes_allowed__gte=1))
                & (Q(draws__isnull=True) | Q(draws__gte=1)),
                name="quiz_limits_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"Quiz of lesson {self.lesson_id}"

    @property
    def is_handed_in(self) -> bool:
        """Whether answers may be changed until the learner hands them in."""
        return self.reveals != Reveal.EACH
