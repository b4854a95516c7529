"""Pages: all paths, one path, who goes along it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marque.kit.cursors import newest_first, number_in
from marque.kit.errors import Refused
from tenant_apps.courses.actions import teacher_of
from tenant_apps.courses.approval import needs_approval
from tenant_apps.courses.permissions import may_build
from tenant_apps.paths import actions, queries
from tenant_apps.paths.models import Path, PathPlace
from tenant_apps.paths.permissions import paths_of
from tenant_apps.paths.standing import standings
from tenant_apps.paths.studio.forms import PathForm, StepForm, TitleForm

PAGE = 50


@may_build
@require_http_methods(["GET", "POST"])
def paths(request: HttpRequest) -> HttpResponse:
    """All of them, and a new one."""
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        author = teacher_of(request.user)  # type: ignore[arg-type]
        made = actions.create_path(title=form.cleaned_data["title"], author=author, by=request.user)
        return redirect("studio_paths:path", made.key)
    rows = queries.counted(paths_of(request.user))
    return render(request, "paths/studio/paths.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


@may_build
@require_http_methods(["GET", "POST"])
def path(request: HttpRequest, path: UUID) -> HttpResponse:
    """What a path says, and its courses in order."""
    found = get_object_or_404(paths_of(request.user), key=path)
    form = PathForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_path(path=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("studio_paths:path", found.key)
    return shown(request, get_object_or_404(paths_of(request.user), key=path), form=form)


def shown(request: HttpRequest, found: Path, **forms: Any) -> HttpResponse:
    """The page of one path, with the forms that were not right."""
    context = {
        "path": found,
        "steps": queries.steps_of(found),
        "form": forms.get("form") or PathForm(instance=found),
        "is_asked_for": needs_approval(request.user) and not found.is_published,
        "asked": found.approvals.waiting().first(),
        "step_form": forms.get("step_form") or StepForm(path=found, user=request.user),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "paths/studio/path.html", context, status=422 if wrong else 200)


@may_build
@require_GET
def people(request: HttpRequest, path: UUID) -> HttpResponse:
    """Who goes along it and how far they are, newest first, a page at a time."""
    found = get_object_or_404(paths_of(request.user), key=path)
    places = PathPlace.objects.live().filter(path=found).select_related("person", "path")
    page = newest_first(places, before=number_in(request.GET.get("before")), size=PAGE)
    context = {"path": found, "standings": standings(page.rows), "more": page.more}
    return render(request, "paths/studio/people.html", context)
