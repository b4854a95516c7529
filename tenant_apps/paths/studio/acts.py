"""What is done to a path by a press: its courses, its publication, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marque.kit.errors import Refused
from marque.kit.telling import telling
from tenant_apps.courses.permissions import may_build
from tenant_apps.paths import actions
from tenant_apps.paths.permissions import paths_of
from tenant_apps.paths.studio.forms import PlaceForm, StepForm
from tenant_apps.paths.studio.pages import shown


@may_build
@require_POST
def steps(request: HttpRequest, path: UUID) -> HttpResponse:
    """Put a course at the end."""
    found = get_object_or_404(paths_of(request.user), key=path)
    form = StepForm(request.POST, path=found, user=request.user)
    if form.is_valid():
        try:
            actions.add_step(path=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            return redirect("studio_paths:path", path)
    return shown(request, found, step_form=form)


@may_build
@require_POST
def step(request: HttpRequest, path: UUID, step: UUID) -> HttpResponse:
    """Move a course, or say whether the path needs it."""
    found = _step(request, path, step)
    form = PlaceForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        if said["position"]:
            with telling(request):
                actions.move_step(step=found, position=said["position"], by=request.user)
        elif said["optional"]:
            with telling(request):
                actions.set_optional(step=found, on=said["optional"] == "on", by=request.user)
    return redirect("studio_paths:path", path)


@may_build
@require_POST
def step_removal(request: HttpRequest, path: UUID, step: UUID) -> HttpResponse:
    """Take a course off the path."""
    found = _step(request, path, step)
    with telling(request):
        actions.remove_step(step=found, by=request.user)
    return redirect("studio_paths:path", path)


@may_build
@require_POST
def publication(request: HttpRequest, path: UUID) -> HttpResponse:
    """Show the path to visitors, or take it back."""
    found = get_object_or_404(paths_of(request.user), key=path)
    if request.POST.get("state") == "off":
        actions.unpublish_path(path=found, by=request.user)
        messages.success(request, _("Visitors no longer see it. Whoever goes along it keeps it."))
    else:
        with telling(request, _("Visitors see it now.")):
            actions.publish_path(path=found, by=request.user)
    return redirect("studio_paths:path", path)


@may_build
@require_POST
def removal(request: HttpRequest, path: UUID) -> HttpResponse:
    """Delete a path nobody is on."""
    found = get_object_or_404(paths_of(request.user), key=path)
    with telling(request, _("Deleted.")):
        actions.delete_path(path=found, by=request.user)
        return redirect("studio_paths:paths")
    return redirect("studio_paths:path", path)


def _step(request: HttpRequest, path: UUID, step: UUID) -> Any:
    home = get_object_or_404(paths_of(request.user), key=path)
    return get_object_or_404(home.steps.select_related("path", "course"), key=step)
