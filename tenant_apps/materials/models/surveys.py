"""What learners are asked for their opinion, and what they said."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial

MOST_QUESTIONS = 50


class Asked(models.TextChoices):
    """How a question is answered."""

    ONE = "one", _("One of several")
    MANY = "many", _("Any of several")
    SCALE = "scale", _("One to five")
    WORDS = "words", _("In words")


class Survey(TenantModel):
    """The questions of a survey lesson. Of an anonymous one nobody can tell who said what."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="survey")
    is_anonymous = models.BooleanField(_("Anonymous"), default=True)

    serial = Serial(CONTENT)

    def __str__(self) -> str:
        return f"Survey of lesson {self.lesson_id}"


class SurveyQuestion(TenantModel):
    """One question."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", db_index=False)
    title = models.CharField(_("Question"), max_length=300)
    asked = models.CharField(_("Answered"), max_length=8, choices=Asked, default=Asked.ONE)
    options = models.JSONField(_("Answers to choose from"), default=list, blank=True)
    is_required = models.BooleanField(_("Must be answered"), default=False)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["survey", "position"], name="survey_question_position_once", deferrable=Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title


class SurveyResponse(TenantModel):
    """What one learner answered; an anonymous one has no learner, and no moment but its day."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, null=True, blank=True, related_name="+")
    given_on = models.DateField()

    serial = Serial(RUNTIME)

    class Meta:
        constraints = [UniqueConstraint(fields=["survey", "enrolment"], name="survey_response_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} on {self.given_on}"


class SurveyAnswered(TenantModel):
    """That a learner answered a survey, whatever the lesson was. It says neither when nor what, and has no order."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", models.CASCADE, related_name="+")

    serial = Serial(RUNTIME)

    class Meta:
        constraints = [UniqueConstraint(fields=["survey", "enrolment"], name="survey_answered_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} by {self.enrolment_id}"


class SurveyAnswer(TenantModel):
    """The answer to one question: the place of an option, a number of the scale, or words."""

    response = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="answers")
    choice = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(max_length=4000, blank=True)

    serial = Serial(RUNTIME, personal=("words",))

    class Meta:
        constraints = [
            UniqueConstraint(fields=["response", "question", "choice"], name="survey_answer_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.words or str(self.choice)
