"""Surveys: what learners answer, once each."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.courses.models import LessonKind
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials import queries
from tenant_apps.materials.models import (
    Asked,
    Survey,
    SurveyAnswer,
    SurveyAnswered,
    SurveyQuestion,
    SurveyResponse,
)

SCALE = range(1, 6)
MOST_WORDS = 4000


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


class WatchFirst(NotTaken):
    """A film on the page is asked for, too: what was typed stays until it was watched."""

    message = _("%(why)s")


@transaction.atomic
def answer_survey(
    *,
    survey: Survey,
    enrolment: Enrolment,
    answers: dict[str, list[str]],
    as_anonymous: bool,
    now: datetime | None = None,
) -> SurveyResponse | None:
    """Take a learner's answers, once. `answers` are what was sent, by the questions' keys.

    A lesson that is the survey is finished by it; whoever answered before it was one is not asked again. An anonymous
    response says neither who nor when; that somebody answered is known by a SurveyAnswered alone, whatever the lesson
    was or becomes. `as_anonymous` is what the learner was told. Raises AnsweredAlready, MustBeAnswered, NotAnOption,
    PromiseChanged, WatchFirst, LessonLocked, EnrolmentOver.
    """
    at = now or clock_now()
    survey = Survey.objects.select_for_update(of=("self",)).select_related("lesson__module").get(pk=survey.pk)
    if survey.is_anonymous != as_anonymous:
        raise PromiseChanged
    if not _is_first(survey, enrolment, at):
        return None
    return _keep(survey, enrolment, answers, at)


def _is_first(survey: Survey, enrolment: Enrolment, at: datetime) -> bool:
    """Note that they answered; False where they had done so before the lesson was the survey."""
    had = queries.has_answered(survey, enrolment)
    is_finished_now = _enter(survey, enrolment, at)
    if had and not is_finished_now:
        raise AnsweredAlready
    if not had:
        SurveyAnswered.objects.create(pk=_unordered(), survey=survey, enrolment=enrolment, created_at=survey.created_at)
    return not had


def _enter(survey: Survey, enrolment: Enrolment, at: datetime) -> bool:
    """Open the lesson, and finish one that is the survey; whether it is finished by this."""
    if survey.lesson.kind != LessonKind.SURVEY:
        learning.open_lesson(enrolment=enrolment, lesson=survey.lesson, now=at)
        return False
    try:
        return learning.complete_lesson(enrolment=enrolment, lesson=survey.lesson, now=at)
    except learning.NotWatched as refused:
        raise WatchFirst(why=refused) from refused


def _keep(survey: Survey, enrolment: Enrolment, answers: dict[str, list[str]], at: datetime) -> SurveyResponse:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    named = None if survey.is_anonymous else enrolment
    made = SurveyResponse(pk=_unordered(), survey=survey, enrolment=named, given_on=at.date(), created_at=day)
    rows = [row for question in survey.questions.all() for row in _answered(question, answers)]
    made.save(force_insert=True)
    for row in rows:
        row.pk, row.response, row.created_at = _unordered(), made, day
    SurveyAnswer.objects.bulk_create(rows)
    return made


def _unordered() -> int:
    # numbers in a row would set the third answer beside the third learner who was done
    return secrets.randbelow(2**62)


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
