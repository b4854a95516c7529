"""Surveys: what is asked."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses.actions import kept_as_version, write_parts
from tenant_apps.courses.models import Lesson
from tenant_apps.materials.models import Survey, SurveyAnswer, SurveyQuestion


class QuestionInUse(Refused):
    """What was answered would mean something else."""

    message = _("Learners have answered “%(title)s”. Its answers and their order stay; add a new question instead.")
    field = "questions"


class AnonymityPromised(Refused):
    """Those who answered were told something else."""

    message = _("Learners have answered already, and were told whether they are named. That cannot change any more.")
    field = "is_anonymous"


def make_survey(*, lesson: Lesson, by: Any = None) -> Survey:
    """The survey of a lesson, made when it is first asked for."""
    return Survey.objects.get_or_create(lesson=lesson)[0]


@transaction.atomic
def set_survey(
    *, survey: Survey, rows: list[dict[str, Any]], is_anonymous: bool, note: str = "", by: Any = None
) -> None:
    """Say what is asked, and whether answers have a name; a note tells learners what changed.

    Raises QuestionInUse, AnonymityPromised, SeenByLearners and NothingToTell.
    """
    with kept_as_version(survey.lesson, note=note, by=by):
        survey = Survey.objects.select_for_update(no_key=True).select_related("lesson").get(pk=survey.pk)
        if survey.is_anonymous != is_anonymous and survey.responses.exists():
            raise AnonymityPromised
        Survey.objects.filter(pk=survey.pk).update(is_anonymous=is_anonymous)
        _write_questions(survey, rows, by)


@transaction.atomic
def restore_questions(*, lesson: Lesson, rows: list[dict[str, Any]], by: Any = None) -> None:
    """Ask again what a version asked, as far as answers allow; raises QuestionInUse."""
    survey = Survey.objects.select_for_update(no_key=True).get(pk=make_survey(lesson=lesson).pk)
    _write_questions(survey, rows, by, again=True)


def _write_questions(survey: Survey, rows: list[dict[str, Any]], by: Any, *, again: bool = False) -> None:
    asked = {row["key"]: row for row in rows if row.get("key")}
    for question in survey.questions.filter(pk__in=SurveyAnswer.objects.values("question_id")):
        row = asked.get(question.key)
        if row is None or row["asked"] != question.asked or row["options"][: len(question.options)] != question.options:
            raise QuestionInUse(title=question.title)
    write_parts(model=SurveyQuestion, lesson=survey.lesson, rows=rows, within={"survey": survey}, again=again, by=by)


@transaction.atomic
def change_survey(
    *, survey: Survey, rows: list[dict[str, Any]] | None = None, is_anonymous: bool | None = None, by: Any = None
) -> None:
    """Say of a survey what is said, and leave the rest; raises QuestionInUse and AnonymityPromised."""
    # the lesson first, as everybody who changes what it holds
    Lesson.objects.select_for_update(no_key=True).get(pk=survey.lesson_id)
    held = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    names = ("key", "title", "asked", "options", "is_required")
    kept = [{name: getattr(one, name) for name in names} for one in held.questions.all()] if rows is None else rows
    anonymous = held.is_anonymous if is_anonymous is None else is_anonymous
    set_survey(survey=survey, rows=kept, is_anonymous=anonymous, by=by)
