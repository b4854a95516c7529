"""The film of a lesson in the Studio: what is asked of whoever watches it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.part_rows import rows_of
from tenant_apps.learning import actions
from tenant_apps.learning.forms import AngleRows, FilmTermsForm
from tenant_apps.learning.models import FilmTerms

PLAYED = (LessonKind.VIDEO, LessonKind.AUDIO)


@may_build
@require_http_methods(["GET", "POST"])
def film(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """How much must be watched, and whether it shows who watches."""
    course = get_object_or_404(courses_of(request.user), key=key)
    live = Lesson.objects.live().select_related("course", "module", "asset")
    found = get_object_or_404(live, key=lesson, course=course, kind__in=PLAYED)
    form = FilmTermsForm(request.POST or None, instance=FilmTerms.objects.filter(lesson=found).first())
    rows = AngleRows(request.POST or None, initial=_angles(found), prefix="angles", form_kwargs={"user": request.user})
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            with transaction.atomic():
                actions.set_film_terms(lesson=found, by=request.user, **form.cleaned_data)
                actions.set_angles(lesson=found, rows=rows_of(rows), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved “%(title)s”.") % {"title": found.title})
            return redirect("studio_lesson_film:film", key, lesson)
    context = {"course": found.course, "lesson": found, "form": form, "rows": rows}
    wrong = form.is_bound and not (form.is_valid() and rows.is_valid())
    return render(request, "learning/studio/film.html", context, status=422 if wrong else 200)


def _angles(lesson: Lesson) -> list[dict[str, Any]]:
    return [{"key": one.key, "asset": one.asset_id, "label": one.label} for one in lesson.angles.all()]
