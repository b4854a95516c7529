"""The lesson editor, and what it says when somebody else was faster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.courses import actions, queries
from tenant_apps.courses.differences import Piece, differences
from tenant_apps.courses.editors import editor_of
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.forms import LessonForm
from tenant_apps.courses.studio.versions import ChangeForm


@dataclass(frozen=True)
class Meanwhile:
    """What is kept now beside what was typed: the names of fields with both, and the words of the text."""

    fields: list[tuple[str, str, str]]
    text: list[Piece]


@may_build
@require_http_methods(["GET", "POST"])
def lesson(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """What a lesson holds; saved only over what its author had seen, else both are shown (409)."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(course.lessons.live().select_related("module", "asset"), key=lesson)
    seen = request.POST.get("seen", "") if request.method == "POST" else queries.content_of(found)
    form = LessonForm(request.POST or None, instance=found, user=request.user)
    change_form = ChangeForm(request.POST or None)
    context: dict[str, Any] = {"course": course, "lesson": found, "form": form, "change_form": change_form}
    context |= {"editor": editor_of(found), "seen": seen}
    if request.method == "POST" and form.is_valid() and change_form.is_valid():
        said = {**form.cleaned_data, "note": change_form.told(), "seen": seen}
        try:
            actions.revise_lesson(lesson=found, by=request.user, **said)
        except actions.LessonChanged as refused:
            form.add_error(None, str(refused))
            return render(request, "courses/studio/lesson.html", context | _both(found), status=409)
        except Refused as refused:
            form.add_error("slug" if isinstance(refused, actions.AddressTaken) else None, str(refused))
        else:
            messages.success(request, _("Saved “%(title)s”.") % {"title": found.title})
            return redirect("studio_courses:lesson", course.key, found.key)
    return render(request, "courses/studio/lesson.html", context)


def _both(typed: Lesson) -> dict[str, Any]:
    """What is kept beside what was typed; saved again, it is saved over what is kept now."""
    kept = Lesson.objects.select_related("asset").get(pk=typed.pk)
    names = [name for name in LessonForm.Meta.fields if name != "body"]
    pairs = [(LessonForm.base_fields[name].label, _shown(kept, name), _shown(typed, name)) for name in names]
    text = differences(kept.body, typed.body) if kept.body != typed.body else []
    differing = [(str(label), now, then) for label, now, then in pairs if now != then]
    return {"meanwhile": Meanwhile(differing, text), "seen": queries.content_of(kept)}


def _shown(lesson: Lesson, name: str) -> str:
    if name == "kind":
        return lesson.get_kind_display()
    if name == "is_preview":
        return _("Yes") if lesson.is_preview else _("No")
    return str(getattr(lesson, name) or "–")
