"""Reviews before publication in the Studio: asked for by authors, decided by owner and staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.moments import WallField
from tenant_apps.courses import actions, approval, asked, queries
from tenant_apps.courses.actions.approvals import digest
from tenant_apps.courses.blocks import page_of
from tenant_apps.courses.differences import differences, written
from tenant_apps.courses.models import Approval, Course, Lesson, LessonProposal
from tenant_apps.courses.permissions import courses_of, may_build, may_oversee, oversees
from tenant_apps.courses.studio.deciding import decided
from tenant_apps.courses.studio.proposed import change_of
from tenant_apps.courses.studio.schedule import ZoneField, zoned

SHOWN = 50
_ABOUT = ("course", "lesson__module", "lesson__asset", "asked_by", "decided_by", "proposal__asset", "proposal__by")


class QuestionForm(forms.Form):
    """What to look at, and when it is to be published."""

    note = forms.CharField(
        label=gettext_lazy("What to look at"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    publishes_at = WallField(
        label=gettext_lazy("Publish at"),
        required=False,
        help_text=gettext_lazy("Empty means as soon as it is approved."),
    )
    zone = ZoneField(required=False, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """The words and the moment."""
        typed = self.cleaned_data["publishes_at"]
        moment = zoned(typed, self.cleaned_data["zone"]) if typed else None
        return {"note": self.cleaned_data["note"], "publishes_at": moment}


class ChangeQuestionForm(QuestionForm):
    """A change of what learners see is published as soon as it is approved."""

    publishes_at = None  # type: ignore[assignment]

    def asked(self) -> dict[str, Any]:
        """The words."""
        return {"note": self.cleaned_data["note"]}


@may_build
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, key: UUID, lesson: UUID | None = None) -> HttpResponse:
    """Ask for a review of a course, of a draft in it or of a change that waits."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(course.lessons.live(), key=lesson) if lesson else None
    of_change = found is not None and not found.is_draft
    form = (ChangeQuestionForm if of_change else QuestionForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_approval(course=course, lesson=found, by=_user(request), **form.asked())
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Asked. You get an email as soon as somebody decided."))
            return _back(course, found, isinstance(form, ChangeQuestionForm))
    before = course.approvals.filter(lesson=found).select_related("decided_by").order_by("-created_at")[:10]
    context = {"course": course, "lesson": found, "form": form, "before": before}
    return render(request, "courses/studio/ask.html", context, status=422 if form.errors else 200)


@may_build
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What waits, longest first: owner and staff see all, authors what they may ask about."""
    context = {
        "waiting": asked.waiting_for(request.user, SHOWN),
        "decided": asked.decided_for(request.user, 10),
        "is_reviewed": approval.is_reviewed(),
        "may_decide": oversees(request.user),
    }
    return render(request, "courses/studio/approvals.html", context)


@may_oversee
@require_POST
def policy(request: HttpRequest) -> HttpResponse:
    """Say whether authors' work is looked at first."""
    actions.set_policy(is_reviewed=request.POST.get("is_reviewed") == "on", by=_user(request))
    messages.success(request, _("Saved."))
    return redirect("studio_approvals:index")


@may_build
@require_GET
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """What learners would see, and what was decided."""
    return _page(request, _found(request, key))


@may_oversee
@require_POST
def decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Approve it or send it back."""
    try:
        return decided(request, _found(request, key), approve=actions.approve, send_back=actions.send_back)
    except Refused as refused:
        return _page(request, _found(request, key), wrong=str(refused))


@may_build
@require_POST
def withdrawal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a request back."""
    found = _found(request, key)
    try:
        actions.withdraw(approval=found, by=_user(request))
    except Refused as refused:
        return _page(request, _found(request, key), wrong=str(refused))
    messages.success(request, _("Withdrawn."))
    return _back(found.course, found.lesson, found.proposal is not None)


def _back(course: Course, lesson: Lesson | None, of_change: bool) -> HttpResponse:
    """To where the author writes."""
    if lesson is not None and of_change:
        return redirect("studio_courses:lesson", course.key, lesson.key)
    return redirect("studio_courses:outline", course.key)


def _found(request: HttpRequest, key: UUID) -> Approval:
    rows = Approval.objects.filter(course__in=courses_of(request.user))
    return get_object_or_404(rows.select_related(*_ABOUT), key=key)


def _page(request: HttpRequest, found: Approval, wrong: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "approval": found,
        "course": found.course,
        "lesson": found.lesson,
        "seen": digest(found),
        "may_decide": oversees(request.user) and found.decided_at is None,
        "may_withdraw": found.decided_at is None or found.due_at is not None,
        "wrong": wrong,
    }
    if found.proposal is not None:
        context |= _proposed(found.proposal)
    elif found.lesson is None:
        context["outline"] = queries.outline(found.course)
    else:
        context |= {"changes": _changes(found.lesson), "page": page_of(found.lesson)}
    return render(request, "courses/studio/approval.html", context, status=422 if wrong else 200)


def _proposed(waiting: LessonProposal) -> dict[str, Any]:
    """The lesson as it would be, and while it waits what that changes."""
    lesson = queries.as_proposed(waiting)
    context: dict[str, Any] = {"lesson": lesson, "page": page_of(lesson), "proposal": waiting}
    if waiting.ended_at is None:
        context |= {"change": change_of(waiting), "has_moved_on": actions.has_moved_on(waiting)}
    return context


def _changes(lesson: Lesson) -> list[Any]:
    """What the text says differently from its last version that was kept."""
    now, pages = page_of(lesson), (page_of(each) for each in lesson.versions.order_by("-number")[:20])
    before = next((page for page in pages if written(page) != written(now)), None)
    return [] if before is None else list(differences(before, now))


def _user(request: HttpRequest) -> Any:
    return request.user
