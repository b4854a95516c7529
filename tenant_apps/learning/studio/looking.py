"""A course through the eyes of any learner at any moment: nothing of it is noted anywhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from marque.kit.clock import now
from marque.kit.moments import WallField
from tenant_apps.learning import explaining
from tenant_apps.learning.drip.standing import standing_of
from tenant_apps.learning.lesson_pages import stage_of_nobody
from tenant_apps.learning.looking import SeenCourse, look
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.outline import LOCKED, OutlineLesson
from tenant_apps.learning.release import zone_of
from tenant_apps.learning.studio.learners import found_enrolment, may_look


class MomentForm(forms.Form):
    """A moment on the learner's wall."""

    at = WallField(required=False)


@never_cache
@may_look
@require_GET
def course(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """The course's page as they see it."""
    found = found_enrolment(request, key, enrolment)
    at, outline = _looked(request, found)
    context = {"outline": outline, "zone": zone_of(found.person), "keepsakes": [], "together": None}
    return render(request, "learning/studio/looking_course.html", context | _banner(found, at))


@never_cache
@may_look
@require_GET
def lesson(request: HttpRequest, key: UUID, enrolment: UUID, lesson: str) -> HttpResponse:
    """A lesson as they see it, or why it is locked for them."""
    found = found_enrolment(request, key, enrolment)
    at, outline = _looked(request, found, lesson)
    line = next((each for each in outline.lessons if each.lesson.slug == lesson), None)
    if line is None:
        raise Http404
    context: dict[str, Any] = {"lesson": line.lesson, "course": found.course, "zone": zone_of(found.person)}
    context |= _banner(found, at)
    if line.state == LOCKED:
        return render(request, "learning/studio/looking_locked.html", context | {"locked": _locked(found, line, at)})
    before, after = outline.around(line.lesson)
    context |= {"outline": outline, "before": before, "after": after, "line": line, "looking_as": found.person}
    return render(request, "learning/studio/looking_lesson.html", context | stage_of_nobody(line.lesson))


def _looked(request: HttpRequest, found: Enrolment, slug: str = "") -> tuple[datetime, SeenCourse]:
    form, zone = MomentForm(request.GET), zone_of(found.person)
    typed = form.cleaned_data["at"] if form.is_valid() else None
    at = typed.replace(tzinfo=zone) if typed is not None else now()
    query = f"?{urlencode({'at': f'{typed:%Y-%m-%dT%H:%M}'})}" if typed is not None else ""
    current = found.course.lessons.filter(slug=slug).first() if slug else None
    root = reverse("studio_drip:looking", args=[found.course.key, found.key])
    return at, look(found, at, root=root, query=query, current=current)


def _locked(found: Enrolment, line: OutlineLesson, at: datetime) -> explaining.Locked:
    if line.lesson.is_draft:  # by then it is published; the rules of today do not know it
        return explaining.Locked(line.opens_at, [])
    return explaining.locked_words(found, standing_of(found, line.lesson, at), at)


def _banner(found: Enrolment, at: datetime) -> dict[str, Any]:
    return {"enrolment": found, "at": at, "wall": f"{at.astimezone(zone_of(found.person)):%Y-%m-%dT%H:%M}"}
