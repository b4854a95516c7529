"""What a person grades, while it is being written: words that are kept, files that are added and taken out."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from marque.kit.errors import Refused
from tenant_apps.assessments import actions, queries
from tenant_apps.assessments.views.arriving import take_files
from tenant_apps.assessments.views.assignments import FRAGMENT
from tenant_apps.assessments.views.quizzes import mark_in
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.permissions import enrolled, lesson_in


@require_POST
@enrolled
def draft(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int, place: int) -> HttpResponse:
    """Keep what is written so far."""
    mark = _mark(enrolment, lesson, number, place)
    try:
        actions.keep_words(attempt=mark.attempt, question=mark.question, text=request.POST.get("text", ""))
    except Refused as refused:
        return _refused(request, refused)
    return HttpResponse(status=204) if FRAGMENT in request.headers else _back(request)


@require_POST
@enrolled
def works(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int, place: int) -> HttpResponse:
    """Add files."""
    mark = _mark(enrolment, lesson, number, place)
    add = partial(actions.add_file, attempt=mark.attempt, question=mark.question, by=enrolment.person)
    try:
        take_files(request, lambda file: add(file=file))
    except Refused as refused:
        return _refused(request, refused)
    return _listed(request, enrolment, lesson, number, place)


@require_POST
@enrolled
def removal(
    request: HttpRequest, enrolment: Enrolment, lesson: str, number: int, place: int, work: UUID
) -> HttpResponse:
    """Take a file out."""
    mark = _mark(enrolment, lesson, number, place)
    try:
        actions.remove_file(attempt=mark.attempt, question=mark.question, work=work, by=enrolment.person)
    except Refused as refused:
        return _refused(request, refused)
    return _listed(request, enrolment, lesson, number, place)


def _mark(enrolment: Enrolment, lesson: str, number: int, place: int) -> queries.Mark:
    return mark_in(lesson_in(enrolment, lesson), enrolment, number, place)


def _listed(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int, place: int) -> HttpResponse:
    if FRAGMENT not in request.headers:
        return _back(request)
    mark = _mark(enrolment, lesson, number, place)
    context = {"mark": mark, "works": mark.works, "course": enrolment.course}
    context["lesson"] = lesson_in(enrolment, lesson)
    return render(request, "assessments/_works.html", context)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    if FRAGMENT in request.headers:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    messages.error(request, str(refused))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """The question's own page: what is before `draft/` and `works/` in the address."""
    marker = "/draft/" if request.path.endswith("/draft/") else "/works/"
    return redirect(request.path.rpartition(marker)[0] + "/")
