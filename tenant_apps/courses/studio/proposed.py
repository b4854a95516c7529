"""The lesson editor where somebody looks first: what is saved waits beside the lesson."""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from marque.kit.errors import Refused
from tenant_apps.courses import actions, queries
from tenant_apps.courses.editors import editor_of, editors_below
from tenant_apps.courses.models import KEPT, Course, Lesson, LessonProposal
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.beside import Beside, beside
from tenant_apps.courses.studio.changing import ChangeForm
from tenant_apps.courses.studio.forms import ProposalForm

PAGE = "courses/studio/lesson.html"
_KEPT = gettext_lazy("Kept beside the lesson. Learners see it once it is approved.")


def edit(request: HttpRequest, course: Course, lesson: Lesson) -> HttpResponse:
    """Write a change of a live lesson, or go on with the one that waits; over somebody else's words only by asking."""
    context = _desk(request, course, lesson)
    form, change_form = context["form"], context["change_form"]
    if request.method == "POST" and form.is_valid() and change_form.is_valid():
        said = {**form.cleaned_data, "note": change_form.told(), "seen": context["seen"]}
        try:
            made = actions.propose_change(lesson=lesson, over=request.POST.get("over", ""), by=_user(request), **said)
        except actions.LessonChanged as refused:
            form.add_error(None, str(refused))
            return render(request, PAGE, context | _both(request, lesson, form.instance), status=409)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _KEPT if made else _("Nothing differs from what learners see."))
            return redirect("studio_courses:lesson", course.key, lesson.key)
    return render(request, PAGE, context)


@may_build
@require_POST
def proposal(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Drop what waits, or take it into a lesson that is a draft by now."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(course.lessons.live(), key=lesson)
    waiting = queries.proposal_for(found)
    if waiting is None:
        raise Http404
    takes = request.POST.get("act") == "take"
    try:
        if takes:
            actions.take_in(proposal=waiting, by=_user(request))
        else:
            actions.drop_proposal(proposal=waiting, by=_user(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The lesson says it now.") if takes else _("Dropped. The lesson stays as it is."))
    return redirect("studio_courses:lesson", course.key, found.key)


def change_of(waiting: LessonProposal) -> Beside:
    """What learners see beside what they would see."""
    return beside(waiting.lesson, queries.as_proposed(waiting), KEPT)


def waiting_for(lesson: Lesson) -> dict[str, Any]:
    """What is told to whoever changes a lesson at once while a change of it waits."""
    waiting = queries.proposal_for(lesson)
    if waiting is None:
        return {}
    return {"waiting": waiting, "change": change_of(waiting), "asked": waiting.approvals.waiting().first()}


def _desk(request: HttpRequest, course: Course, lesson: Lesson) -> dict[str, Any]:
    """The forms with what waits in them, and what is said about it above."""
    waiting, posted = queries.proposal_for(lesson), request.POST or None
    shown = queries.as_proposed(waiting) if waiting else copy(lesson)
    context: dict[str, Any] = {"course": course, "lesson": lesson, "editor": editor_of(lesson), "proposes": True}
    context["seen"] = request.POST.get("seen", "") if request.method == "POST" else queries.content_of(shown)
    context["below"] = editors_below(lesson)
    context["over"] = queries.held_of(lesson)
    if waiting is not None:
        requests = waiting.approvals.select_related("decided_by").order_by("-created_at", "-pk")
        context |= {"proposal": waiting, "last": requests.first(), "change": change_of(waiting)}
        context["has_moved_on"] = actions.has_moved_on(waiting)
    note = waiting.note if waiting else ""
    told = {"change": "tell" if note else "minor", "note": note}
    forms = {"form": ProposalForm(posted, instance=shown, user=request.user)}
    return context | forms | {"change_form": ChangeForm(posted, initial=told)}


def _both(request: HttpRequest, lesson: Lesson, typed: Lesson) -> dict[str, Any]:
    """What a co-author wrote meanwhile beside what was typed; this page shows nothing of the lesson itself."""
    waiting = queries.proposal_for(lesson)
    kept = queries.as_proposed(waiting) if waiting else Lesson.objects.select_related("asset").get(pk=lesson.pk)
    both = {"meanwhile": beside(kept, typed, KEPT), "seen": queries.content_of(kept)}
    return both | {"over": request.POST.get("over", "")}


def _user(request: HttpRequest) -> Any:
    return request.user
