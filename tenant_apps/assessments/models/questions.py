"""Questions, and what may be answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial

MOST_CHOICES = 20
MOST_WORDS = 5_000


def no_kinds() -> models.Value:
    """An empty list, as the database writes it."""
    return models.Value([], output_field=models.JSONField())


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("One answer")
    MULTIPLE = "multiple", _("Several answers")
    TRUE_FALSE = "true_false", _("True or false")
    SHORT_TEXT = "short_text", _("A few words")
    NUMERIC = "numeric", _("A number")
    ORDERING = "ordering", _("Put in order")
    MATCHING = "matching", _("Match pairs")
    FILL_IN = "fill_in", _("Fill the gaps")
    HOT_SPOT = "hot_spot", _("Places on a picture")
    ESSAY = "essay", _("An essay")
    FILE = "file", _("A file")


class Question(TenantModel):
    """One question, what it is worth, and what to say once it is answered."""

    quiz = models.ForeignKey("assessments.Quiz", models.CASCADE, related_name="questions", db_index=False)
    text = models.TextField(_("Question"))
    kind = models.CharField(_("Kind"), max_length=12, choices=QuestionKind, default=QuestionKind.SINGLE)
    position = models.PositiveSmallIntegerField()
    explanation = models.TextField(_("Shown after the answer"), blank=True)
    points = models.PositiveSmallIntegerField(_("Points"), default=1, db_default=1)
    penalty = models.PositiveSmallIntegerField(_("Taken off for a wrong answer, in percent"), default=0, db_default=0)
    takes_parts = models.BooleanField(_("A part of it right counts as a part"), default=False, db_default=False)
    tolerance = models.CharField(_("May be off by"), max_length=20, blank=True, default="", db_default="")
    is_case_sensitive = models.BooleanField(_("Capital letters matter"), default=False, db_default=False)
    # of hot spots: what is looked at; their answers' `match` says where
    picture = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Picture")
    )
    least_words = models.PositiveSmallIntegerField(_("At least so many words"), null=True, blank=True)
    most_words = models.PositiveSmallIntegerField(_("At most so many words"), null=True, blank=True)
    # of media's kinds of files; none takes them all
    file_kinds = models.JSONField(_("Kinds of files"), default=list, db_default=no_kinds(), blank=True)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["quiz", "position"], name="question_position_unique", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=100, penalty__gte=0, penalty__lte=100),
                name="question_marks_in_range",
            ),
            models.CheckConstraint(
                condition=(Q(least_words__isnull=True) | Q(least_words__range=(1, MOST_WORDS)))
                & (Q(most_words__isnull=True) | Q(most_words__range=(1, MOST_WORDS)))
                & (Q(least_words__isnull=True) | Q(most_words__isnull=True) | Q(most_words__gte=F("least_words"))),
                name="question_words_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(kind="hot_spot") | Q(picture__isnull=False), name="question_spots_on_a_picture"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Choice(TenantModel):
    """One answer: to choose, to put in its place, to match with another, or one that is accepted when typed."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", db_index=False)
    text = models.CharField(_("Answer"), max_length=300)
    match = models.CharField(_("Belongs to"), max_length=300, blank=True, default="", db_default="")
    feedback = models.CharField(_("Shown to who chose it"), max_length=300, blank=True, default="", db_default="")
    is_right = models.BooleanField(_("Right"), default=False)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["question", "position"], name="choice_position_unique", deferrable=Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.text
