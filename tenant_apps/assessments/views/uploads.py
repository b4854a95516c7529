"""Learners' files in pieces (tus 1.0): announced for an assignment or a question, then taken by it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tenant_apps.assessments.actions.files import Asked, asked_by_assignment, asked_by_question, check_asked
from tenant_apps.assessments.models import QuestionKind
from tenant_apps.assessments.standing import assignment_of
from tenant_apps.assessments.views.quizzes import mark_in
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.permissions import enrolled, lesson_in
from tenant_apps.media import actions as media
from tenant_apps.media import tus
from tenant_apps.media.models import Upload

ROUTE = "assessments:upload"


@require_POST
@never_cache
@enrolled
def for_assignment(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Announce a file for the draft."""
    assignment = assignment_of(lesson_in(enrolment, lesson))
    if assignment is None:
        raise Http404
    return tus.announced(request, partial(_begin, request.user, asked_by_assignment(assignment)), ROUTE)


@require_POST
@never_cache
@enrolled
def for_question(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int, place: int) -> HttpResponse:
    """Announce a file for an answer."""
    mark = mark_in(lesson_in(enrolment, lesson), enrolment, number, place)
    if mark.question.kind != QuestionKind.FILE:
        raise Http404
    return tus.announced(request, partial(_begin, request.user, asked_by_question(mark.question)), ROUTE)


@never_cache
@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Where one's own upload stands, its next piece, or its end."""
    return tus.answered(request, get_object_or_404(Upload, key=upload, by=request.user, is_kept=True))


def _begin(by: Any, asked: Asked, *, name: str, size: int) -> Upload:
    check_asked(asked=asked, name=name, size=size)
    return media.begin_handing_over(name=name, size=size, by=by)
