"""Writes on modules."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tenant_apps.courses import actions
from tenant_apps.courses.models import Course
from tenant_apps.courses.studio import moves
from tenant_apps.courses.studio.answers import Said, change
from tenant_apps.courses.studio.forms import ModuleSettingsForm, PositionForm, TitleForm
from tenant_apps.courses.studio.refusals import checked


@change
def add(request: HttpRequest, course: Course) -> Said:
    """A new module, last."""
    module = actions.add_module(course=course, by=request.user, **checked(TitleForm(request.POST)))
    return Said(_("Added “%(title)s”.") % {"title": module.title})


@change
def title(request: HttpRequest, course: Course, module: UUID) -> Said:
    """Rename."""
    found = get_object_or_404(course.modules, key=module)
    actions.rename_module(module=found, by=request.user, **checked(TitleForm(request.POST)))
    return Said(_("Renamed to “%(title)s”.") % {"title": found.title})


@change
def settings(request: HttpRequest, course: Course, module: UUID) -> Said:
    """Name and release."""
    found = get_object_or_404(course.modules, key=module)
    asked = checked(ModuleSettingsForm(request.POST))
    actions.rename_module(module=found, title=asked["title"], by=request.user)
    if not found.has_further_rule:
        actions.set_release(module=found, days=asked["days"], by=request.user)
    return Said(_("Saved “%(title)s”.") % {"title": found.title})


@change
def position(request: HttpRequest, course: Course, module: UUID) -> Said:
    """Put it somewhere else."""
    found = get_object_or_404(course.modules.live(), key=module)
    asked = checked(PositionForm(request.POST))
    moves.remember(request, course, found)
    actions.move_module(module=found, position=asked["position"], seen=asked["seen"] or None, by=request.user)
    return Said(_("Moved “%(title)s” to place %(place)d.") % {"title": found.title, "place": found.position})


@change
def removal(request: HttpRequest, course: Course, module: UUID) -> Said:
    """Delete, or offer to archive."""
    found = get_object_or_404(course.modules, key=module)
    try:
        actions.delete_module(module=found, by=request.user)
    except actions.ModuleInUse as refused:
        url = reverse("studio_courses:module_archive", args=[course.key, found.key])
        return Said(str(refused), "bad", _("Archive it"), url)
    return Said(_("Deleted “%(title)s”.") % {"title": found.title})


@change
def archive(request: HttpRequest, course: Course, module: UUID) -> Said:
    """Out of the outline, with its lessons."""
    found = get_object_or_404(course.modules.live(), key=module)
    actions.archive_module(module=found, by=request.user)
    return Said(_("Archived “%(title)s”.") % {"title": found.title})


@change
def restoration(request: HttpRequest, course: Course, module: UUID) -> Said:
    """Back into the outline."""
    found = get_object_or_404(course.modules, key=module)
    actions.restore_module(module=found, by=request.user)
    return Said(_("“%(title)s” is back, as the last module.") % {"title": found.title})
