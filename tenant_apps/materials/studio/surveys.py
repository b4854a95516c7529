"""A survey in the Studio: its questions, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marque.kit.errors import Refused
from marque.kit.sheets import csv_response
from tenant_apps.courses.models import LessonKind
from tenant_apps.courses.permissions import may_build
from tenant_apps.courses.studio.changing import ChangeForm
from tenant_apps.courses.studio.part_rows import rows_of
from tenant_apps.materials import actions, queries
from tenant_apps.materials.models import MOST_QUESTIONS, Asked, Survey, SurveyQuestion
from tenant_apps.materials.studio.forms import QuestionForm, SurveyForm, rows_form
from tenant_apps.materials.studio.pages import lesson_of, page, saved

Rows = rows_form(QuestionForm, most=MOST_QUESTIONS)


@may_build
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """The questions, and below what was answered."""
    found = lesson_of(request, key, lesson, LessonKind.SURVEY)
    made = actions.make_survey(lesson=found, by=request.user)
    form = SurveyForm(request.POST or None, initial={"is_anonymous": made.is_anonymous})
    rows = Rows(request.POST or None, initial=_rows(made), prefix="rows")
    change_form, refusal = ChangeForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid() and rows.is_valid() and change_form.is_valid():
        said = {**form.cleaned_data, "note": change_form.told()}
        try:
            actions.set_survey(survey=made, rows=rows_of(rows), by=request.user, **said)
        except Refused as refused:
            refusal = str(refused)
        else:
            return saved(request, found, "studio_materials:survey")
    responses = made.responses.count()
    shown = queries.is_shown(made, responses)
    more = {"form": form, "rows": rows, "refusal": refusal, "survey": made, "responses": responses, "is_shown": shown}
    more |= {"change_form": change_form, "results": queries.results_of(made) if shown else []}
    return page(request, found, "materials/studio/survey.html", more, wrong=form.is_bound)


@may_build
@require_GET
def export(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Each response as a line; of an anonymous survey without names, and in no order."""
    found = lesson_of(request, key, lesson, LessonKind.SURVEY)
    made = actions.make_survey(lesson=found, by=request.user)
    questions = list(made.questions.all())
    # a day would name whoever finished on it
    named = [] if made.is_anonymous else [_("Name"), _("Email"), _("Day")]
    head = [*named, *(question.title for question in questions)]
    shown = queries.is_shown(made, made.responses.count())
    return csv_response(f"survey-{found.slug}", head, _lines(made, questions) if shown else [])


def _lines(made: Survey, questions: list[SurveyQuestion]) -> Iterator[list[Any]]:
    # the key is random: what was written first does not come first
    responses = made.responses.select_related("enrolment__person").prefetch_related("answers").order_by("key")
    for response in responses.iterator(chunk_size=500):
        person = response.enrolment.person if response.enrolment else None
        said: dict[int, list[str]] = {}
        for answer in response.answers.all():
            said.setdefault(answer.question_id, []).append(answer.words or str(answer.choice))
        who = [person.name, person.email] if person else ["", ""]
        named = [] if made.is_anonymous else [*who, response.given_on]
        yield [*named, *(_said(one, said.get(one.pk, [])) for one in questions)]


def _said(question: SurveyQuestion, said: list[str]) -> str:
    if question.asked in (Asked.ONE, Asked.MANY):
        return "; ".join(question.options[int(place)] for place in said if int(place) < len(question.options))
    return "; ".join(said)


def _rows(made: Survey) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "title": one.title,
            "asked": one.asked,
            "options": "\n".join(one.options),
            "is_required": one.is_required,
        }
        for one in made.questions.all()
    ]
