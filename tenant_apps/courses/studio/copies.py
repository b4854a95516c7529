"""Second ones: of a lesson, a module, a course."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shared_apps.plans.errors import LimitReached
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of, may_build, oversees
from tenant_apps.courses.studio.answers import Said, change
from tenant_apps.people.models import Person


@change
def module(request: HttpRequest, course: Course, module: UUID) -> Said:
    """Another one behind it, of drafts."""
    found = get_object_or_404(course.modules.live(), key=module)
    twin = actions.copy_module(module=found, by=request.user)
    return Said(_("Made “%(title)s”. Its lessons are drafts.") % {"title": twin.title})


@change
def lesson(request: HttpRequest, course: Course, lesson: UUID) -> Said:
    """Another one right behind it, a draft."""
    found = get_object_or_404(course.lessons.live().select_related("module"), key=lesson)
    (twin,) = actions.copy_lessons(lessons=[found], module=found.module, by=request.user)
    actions.move_lesson(lesson=twin, module=found.module, position=(found.position or 0) + 1, by=request.user)
    return Said(_("Made “%(title)s”, a draft.") % {"title": twin.title})


@may_build
@require_POST
def course(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another course, not published; on to its outline."""
    found = get_object_or_404(courses_of(request.user), key=key)
    try:
        twin = actions.copy_course(course=found, author=_author(request), by=request.user)
    except LimitReached as refused:
        messages.error(request, str(refused))
        return redirect("studio_courses:outline", found.key)
    messages.success(request, _("This is the copy. It has no offer yet, and nobody sees it."))
    return redirect("studio_courses:outline", twin.key)


def _author(request: HttpRequest) -> Person | None:
    """An author's copy is their own; owner and staff copy for whoever teaches it."""
    return None if oversees(request.user) else actions.teacher_of(request.user)  # type: ignore[arg-type]
