"""The lesson editor, and what it says when somebody else was faster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.courses import actions, approval, queries
from tenant_apps.courses.editors import editor_of, editors_below
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.permissions import courses_of, may_build, oversees
from tenant_apps.courses.studio import proposed
from tenant_apps.courses.studio.beside import beside
from tenant_apps.courses.studio.changing import ChangeForm
from tenant_apps.courses.studio.forms import LessonForm


@may_build
@require_http_methods(["GET", "POST"])
def lesson(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """What a lesson holds; saved only over what its author had seen, else both are shown (409).

    Where somebody looks first, what is saved waits beside the lesson.
    """
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(course.lessons.live().select_related("module", "asset"), key=lesson)
    if approval.proposes(found, request.user):
        return proposed.edit(request, course, found)
    seen = request.POST.get("seen", "") if request.method == "POST" else queries.content_of(found)
    form = LessonForm(request.POST or None, instance=found, user=request.user)
    change_form = ChangeForm(request.POST or None)
    context: dict[str, Any] = {"course": course, "lesson": found, "form": form, "change_form": change_form}
    context |= {
        "editor": editor_of(found),
        "below": editors_below(found),
        "seen": seen,
        "may_decide": oversees(request.user),
    }
    context |= proposed.waiting_for(found)
    if request.method == "POST" and form.is_valid() and change_form.is_valid():
        said = {**form.cleaned_data, "note": change_form.told(), "seen": seen}
        try:
            actions.revise_lesson(lesson=found, by=request.user, **said)
        except actions.LessonChanged as refused:
            form.add_error(None, str(refused))
            return render(request, "courses/studio/lesson.html", context | _both(found, form), status=409)
        except Refused as refused:
            field = "slug" if isinstance(refused, actions.AddressTaken) else refused.field
            form.add_error(field if field in form.fields else None, str(refused))
        else:
            messages.success(request, _("Saved “%(title)s”.") % {"title": found.title})
            return redirect("studio_courses:lesson", course.key, found.key)
    return render(request, "courses/studio/lesson.html", context)


def _both(typed: Lesson, form: LessonForm) -> dict[str, Any]:
    """What is kept beside what was typed; saved again, it is saved over what is kept now."""
    kept = Lesson.objects.select_related("asset").get(pk=typed.pk)
    return {"meanwhile": beside(kept, typed, LessonForm.Meta.fields), "seen": queries.content_of(kept)}
