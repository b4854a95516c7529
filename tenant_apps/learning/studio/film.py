"""The film of a lesson in the Studio: what is asked of whoever watches it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import may_build
from tenant_apps.learning import actions
from tenant_apps.learning.forms import FilmTermsForm
from tenant_apps.learning.models import FilmTerms


@may_build
@require_http_methods(["GET", "POST"])
def film(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """How much must be watched, and whether it shows who watches."""
    live = Lesson.objects.live().select_related("course", "module", "asset")
    found = get_object_or_404(live, key=lesson, course__key=key, kind=LessonKind.VIDEO)
    form = FilmTermsForm(request.POST or None, instance=FilmTerms.objects.filter(lesson=found).first())
    if request.method == "POST" and form.is_valid():
        actions.set_film_terms(lesson=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved “%(title)s”.") % {"title": found.title})
        return redirect("studio_lesson_film:film", key, lesson)
    context = {"course": found.course, "lesson": found, "form": form}
    return render(request, "learning/studio/film.html", context, status=422 if form.errors else 200)
