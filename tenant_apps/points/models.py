"""Points: what they are given for, each occasion of one person, their kept sum, and the levels they lead to."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial

MOST = 10_000
HIGHEST = 10_000_000


class Occasion(models.TextChoices):
    """What points are given for."""

    LESSON = "lesson", _("Lesson finished")
    QUIZ = "quiz", _("Quiz passed")
    COURSE = "course", _("Course finished")


class PointRules(TenantModel):
    """What a business gives points for. One row; without it, nothing is given and nothing shown."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    on_since = models.DateTimeField(null=True)
    lesson = models.PositiveSmallIntegerField(_("for a lesson"), default=10, validators=[MaxValueValidator(MOST)])
    quiz = models.PositiveSmallIntegerField(_("for a passed quiz"), default=20, validators=[MaxValueValidator(MOST)])
    course = models.PositiveSmallIntegerField(_("for a course"), default=100, validators=[MaxValueValidator(MOST)])
    # a list of those with the most points, which members may leave
    board_since = models.DateTimeField(null=True)

    serial = Serial(CONFIG, key=("only",))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=1), name="points_rules_once"),
            models.CheckConstraint(
                condition=Q(lesson__lte=MOST, quiz__lte=MOST, course__lte=MOST), name="points_rules_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson}, {self.quiz}, {self.course}"

    def worth(self, occasion: str) -> int:
        """Points for one occasion."""
        return {Occasion.LESSON: self.lesson, Occasion.QUIZ: self.quiz, Occasion.COURSE: self.course}[
            Occasion(occasion)
        ]


class PointLevel(TenantModel):
    """A name for having so many points, and the badge that comes with it."""

    name = models.CharField(_("name"), max_length=60)
    threshold = models.PositiveIntegerField(_("points it takes"), unique=True, validators=[MaxValueValidator(HIGHEST)])
    badge = models.ForeignKey(
        "badges.Badge",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("badge"),
        help_text=_("Awarded to whoever reaches the level."),
    )

    serial = Serial(CONFIG, key=("threshold",))

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["threshold"]
        constraints = [models.CheckConstraint(condition=Q(threshold__lte=HIGHEST), name="points_level_highest")]

    def __str__(self) -> str:
        return self.name


class PointEntry(TenantModel):
    """Points for one occasion of one person, given once, never changed. `subject`: the key of lesson or course."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    occasion = models.CharField(max_length=8, choices=Occasion)
    subject = models.UUIDField()
    points = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    serial = Serial(RUNTIME, key=("person", "occasion", "subject"))

    class Meta:
        # what was given last to one person
        indexes = [models.Index(fields=["person", "-given_at"], name="points_entry_latest")]
        constraints = [
            models.UniqueConstraint(fields=["person", "occasion", "subject"], name="points_entry_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="points_entry_some"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="points_entry_known"),
        ]

    def __str__(self) -> str:
        return f"{self.points}, {self.occasion}"


class PointTotal(TenantModel):
    """The sum of one person's entries, kept, and how they stand in the list of those with the most."""

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="point_total")
    points = models.PositiveIntegerField(default=0)
    left_board_at = models.DateTimeField(null=True)
    # what the list calls them, instead of their first name
    board_name = models.CharField(max_length=40, blank=True, default="")

    serial = Serial(RUNTIME, key=("person",), personal=("board_name",))

    class Meta:
        indexes = [
            models.Index(fields=["-points", "id"], condition=Q(left_board_at__isnull=True), name="points_total_board")
        ]

    def __str__(self) -> str:
        return str(self.points)
