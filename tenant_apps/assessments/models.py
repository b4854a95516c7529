"""Quizzes: questions a learner answers, one at a time, graded on the server."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial


class QuestionKind(models.TextChoices):
    """How many choices are right."""

    SINGLE = "single", _("One answer")
    MULTIPLE = "multiple", _("Several answers")


class Quiz(TenantModel):
    """The questions of a lesson and the share of them that must be right."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="quiz")
    pass_mark = models.PositiveSmallIntegerField(_("Pass mark, in percent"), default=70)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pass_mark__gte=0, pass_mark__lte=100), name="quiz_pass_mark_percent")
        ]

    def __str__(self) -> str:
        return f"Quiz of lesson {self.lesson_id}"


class Question(TenantModel):
    """One question, with what to say once it is answered."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="questions", db_index=False)
    text = models.TextField(_("Question"))
    kind = models.CharField(_("Kind"), max_length=12, choices=QuestionKind, default=QuestionKind.SINGLE)
    position = models.PositiveSmallIntegerField()
    explanation = models.TextField(_("Shown after the answer"), blank=True)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["quiz", "position"], name="question_position_unique", deferrable=Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.text


class Choice(TenantModel):
    """One answer to choose."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", db_index=False)
    text = models.CharField(_("Answer"), max_length=300)
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


class Attempt(TenantModel):
    """One go at a quiz. `answers` maps a question's key to the keys chosen and whether they were right."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        ordering = ["number"]
        constraints = [
            UniqueConstraint(fields=["quiz", "enrolment", "number"], name="attempt_number_unique"),
            UniqueConstraint(
                fields=["quiz", "enrolment"], condition=Q(submitted_at__isnull=True), name="attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="attempt_score_percent"
            ),
            models.CheckConstraint(
                condition=Q(passed_at__isnull=True) | Q(passed_at=F("submitted_at")), name="attempt_passed_when_graded"
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number} at {self.quiz_id}"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to answer."""
        return self.submitted_at is None
