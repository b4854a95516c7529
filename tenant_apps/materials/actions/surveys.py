"""Surveys: questions, and what learners answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.courses.actions import write_parts
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials.models import Asked, Survey, SurveyAnswer, SurveyQuestion, SurveyResponse

SCALE = range(1, 6)
MOST_WORDS = 4000


class QuestionInUse(Refused):
    """What was answered would mean something else."""

    message = _("Learners have answered “%(title)s”. Its answers and their order stay; add a new question instead.")
    field = "questions"


class AnonymityPromised(Refused):
    """Those who answered were told something else."""

    message = _("Learners have answered already, and were told whether they are named. That cannot change any more.")
    field = "is_anonymous"


class AnsweredAlready(Refused):
    """Once each."""

    message = _("You have answered this survey already. Thank you.")


class NotTaken(Refused):
    """The form is to be put right and sent again."""


class MustBeAnswered(NotTaken):
    """A question was left out."""

    message = _("Please answer “%(title)s”.")


class NotAnOption(NotTaken):
    """A form that was tampered with, or a question that changed meanwhile."""

    message = _("“%(title)s” was changed while you answered. Please answer it again.")


class PromiseChanged(NotTaken):
    """Nobody gives a name they were not asked for."""

    message = _("Whether answers carry your name was changed while you answered. Read above what holds now.")


def make_survey(*, lesson: Lesson, by: Any = None) -> Survey:
    """The survey of a lesson, made when it is first asked for."""
    return Survey.objects.get_or_create(lesson=lesson)[0]


@transaction.atomic
def set_survey(*, survey: Survey, rows: list[dict[str, Any]], is_anonymous: bool, by: Any = None) -> None:
    """Say what is asked, and whether answers have a name; raises QuestionInUse and AnonymityPromised."""
    survey = Survey.objects.select_for_update(no_key=True).select_related("lesson").get(pk=survey.pk)
    if survey.is_anonymous != is_anonymous and survey.responses.exists():
        raise AnonymityPromised
    asked = {row["key"]: row for row in rows if row.get("key")}
    for question in survey.questions.filter(pk__in=SurveyAnswer.objects.values("question_id")):
        row = asked.get(question.key)
        if row is None or row["asked"] != question.asked or row["options"][: len(question.options)] != question.options:
            raise QuestionInUse(title=question.title)
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=is_anonymous)
    write_parts(model=SurveyQuestion, lesson=survey.lesson, rows=rows, within={"survey": survey}, by=by)


@transaction.atomic
def change_survey(
    *, survey: Survey, rows: list[dict[str, Any]] | None = None, is_anonymous: bool | None = None, by: Any = None
) -> None:
    """Say of a survey what is said, and leave the rest; raises QuestionInUse and AnonymityPromised."""
    held = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    names = ("key", "title", "asked", "options", "is_required")
    kept = [{name: getattr(one, name) for name in names} for one in held.questions.all()] if rows is None else rows
    anonymous = held.is_anonymous if is_anonymous is None else is_anonymous
    set_survey(survey=survey, rows=kept, is_anonymous=anonymous, by=by)


@transaction.atomic
def answer_survey(
    *,
    survey: Survey,
    enrolment: Enrolment,
    answers: dict[str, list[str]],
    as_anonymous: bool,
    now: datetime | None = None,
) -> SurveyResponse:
    """Take a learner's answers, once, and finish the lesson. `answers` are what was sent, by the questions' keys.

    An anonymous response says neither who nor when; that somebody answered is known by the finished lesson alone.
    `as_anonymous` is what the learner was told. Raises AnsweredAlready, MustBeAnswered, NotAnOption, PromiseChanged,
    LessonLocked, EnrolmentOver.
    """
    at = now or clock_now()
    survey = Survey.objects.select_for_update(of=("self",)).select_related("lesson__module").get(pk=survey.pk)
    if survey.is_anonymous != as_anonymous:
        raise PromiseChanged
    # completing holds the enrolment's row, so of two at once one finds the lesson finished
    if not learning.complete_lesson(enrolment=enrolment, lesson=survey.lesson, now=at):
        raise AnsweredAlready
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    named = None if survey.is_anonymous else enrolment
    made = SurveyResponse(survey=survey, enrolment=named, given_on=at.date(), created_at=day)
    rows = [row for question in survey.questions.all() for row in _answered(question, answers)]
    made.save()
    for row in rows:
        row.response, row.created_at = made, day
    SurveyAnswer.objects.bulk_create(rows)
    return made


def _answered(question: SurveyQuestion, answers: dict[str, list[str]]) -> list[SurveyAnswer]:
    said = [value for value in answers.get(str(question.key), []) if value.strip()]
    if question.is_required and not said:
        raise MustBeAnswered(title=question.title, field=str(question.key))
    if question.asked == Asked.WORDS:
        words = said[0].replace("\0", "").strip()[:MOST_WORDS] if said else ""
        return [SurveyAnswer(question=question, words=words)] if words else []
    allowed = SCALE if question.asked == Asked.SCALE else range(len(question.options))
    chosen = sorted({_number(question, value) for value in said})
    if not set(chosen) <= set(allowed) or (question.asked != Asked.MANY and len(chosen) > 1):
        raise NotAnOption(title=question.title, field=str(question.key))
    return [SurveyAnswer(question=question, choice=choice) for choice in chosen]


def _number(question: SurveyQuestion, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 4):
        raise NotAnOption(title=question.title, field=str(question.key))
    return int(value)
