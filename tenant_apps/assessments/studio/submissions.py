"""Works to look at: the list, one of them, pins, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from marque.kit.telling import telling
from tenant_apps.assessments import actions
from tenant_apps.assessments.feedback import (
    choosing,
    criteria_of,
    levels_in,
    rubric_of,
    said_by_peers,
    shown_works,
)
from tenant_apps.assessments.models import Submission, Work
from tenant_apps.assessments.studio import attempts
from tenant_apps.assessments.studio import queue as lists
from tenant_apps.courses.permissions import may_build
from themes.clocks import business_zone

# passed works that are offered to compare with
SHOWN = 5


class AnswerForm(forms.Form):
    """What is said of a work."""

    words = forms.CharField(
        label=gettext_lazy("Words to the learner"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        required=False,
    )
    points = forms.IntegerField(label=gettext_lazy("Points"), min_value=0, max_value=1000, required=False)
    act = forms.ChoiceField(choices=[("pass", ""), ("return", ""), ("keep", "")])

    def answer(self) -> actions.Answer:
        """The words, the points, and the levels by criterion."""
        return actions.Answer(self.cleaned_data["words"], self.cleaned_data["points"], self.levels())

    def levels(self) -> dict[str, str]:
        """The level of each criterion, as posted."""
        return levels_in(self.data)


class PinForm(forms.Form):
    """A remark and its place, in percent."""

    x = forms.DecimalField(min_value=0, max_value=100, max_digits=5, decimal_places=2)
    y = forms.DecimalField(min_value=0, max_value=100, max_digits=5, decimal_places=2)
    text = forms.CharField(max_length=500, strip=True)


@may_build
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, longest first."""
    wanted = lists.Wanted.read(request.GET)
    page, assignments = lists.page(wanted, request.user), lists.assignments(request.user)
    context = {
        "wanted": wanted,
        "rows": page.rows,
        "more": wanted.address(after=page.after) if page.after else "",
        "here": wanted.address(),
        "assignments": assignments,
        "courses": list({each.lesson.course_id: each.lesson.course for each in assignments}.values()),
        "waiting": lists.waiting_count(request.user),
        "quizzes": attempts.waiting_count(request.user),
        "zone": business_zone(),
    }
    return render(request, "assessments/studio/queue.html", context)


@may_build
@require_GET
def submission(request: HttpRequest, key: UUID) -> HttpResponse:
    """One work, large, with everything to answer it."""
    found = _found(request, key)
    form = AnswerForm(initial={"words": found.words, "points": found.points})
    return _page(request, found, form)


@may_build
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Pass it, return it, or keep the answer for later."""
    found, form = _found(request, key), AnswerForm(request.POST)
    wanted = lists.Wanted.read(request.GET)
    if form.is_valid():
        act = form.cleaned_data["act"]
        _before, after = lists.neighbours(found, wanted, request.user)
        try:
            if act == "keep":
                actions.keep_answer(submission=found, answer=form.answer(), by=request.user)
            else:
                actions.answer_submission(submission=found, verdict=act, answer=form.answer(), by=request.user)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _SAID[act])
            return redirect(_address(found if act == "keep" or after is None else after, wanted))
    return _page(request, found, form, status=422)


@may_build
@require_POST
def pins(request: HttpRequest, key: UUID, work: UUID) -> HttpResponse:
    """Put a remark on a picture."""
    found, form = _found(request, key), PinForm(request.POST)
    target = get_object_or_404(Work.objects.select_related("submission"), key=work, submission=found, kind="image")
    if not form.is_valid():
        messages.error(request, _("A pin needs a place on the picture and a remark."))
    else:
        try:
            actions.pin(work=target, by=request.user, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(f"{_address(found, lists.Wanted.read(request.GET))}#work-{target.key}")


@may_build
@require_POST
def pin_removal(request: HttpRequest, key: UUID, pin: UUID) -> HttpResponse:
    """Take a remark away."""
    found = _found(request, key)
    with telling(request):
        actions.unpin(submission=found, pin=pin, by=request.user)
    return redirect(_address(found, lists.Wanted.read(request.GET)))


_SAID = {
    "pass": gettext_lazy("Passed. The learner gets an email."),
    "return": gettext_lazy("Returned for another try. The learner gets an email."),
    "keep": gettext_lazy("Kept. The learner sees nothing yet."),
}


def _found(request: HttpRequest, key: UUID) -> Submission:
    rows = lists.of_courses(Submission.objects.filter(submitted_at__isnull=False), request.user)
    rows = rows.select_related("assignment__lesson__course", "enrolment__person", "graded_by")
    return get_object_or_404(rows, key=key)


def _address(found: Submission, wanted: lists.Wanted) -> str:
    query = wanted.address()
    return reverse("submissions_studio:submission", args=[found.key]) + (f"?{query}" if query else "")


def _page(request: HttpRequest, found: Submission, form: AnswerForm, status: int = 200) -> HttpResponse:
    wanted, criteria = lists.Wanted.read(request.GET), criteria_of(found.assignment)
    before, after = lists.neighbours(found, wanted, request.user)
    tries = Submission.objects.filter(assignment_id=found.assignment_id, enrolment_id=found.enrolment_id)
    beside = _beside(request, found)
    context: dict[str, Any] = {
        "submission": found,
        "assignment": found.assignment,
        "lesson": found.assignment.lesson,
        "course": found.assignment.lesson.course,
        "person": found.enrolment.person,
        "shown": shown_works(found, request.user),  # type: ignore[arg-type]
        "form": form,
        "criteria": choosing(criteria, _chosen(found, form)),
        "rubric": rubric_of(found.marks) if found.graded_at else None,
        "peers": said_by_peers(found),
        "middle": actions.peer_score(found),
        "others": tries.exclude(pk=found.pk).exclude(submitted_at=None).order_by("number"),
        "beside": beside,
        "shown_beside": shown_works(beside, request.user) if beside else [],  # type: ignore[arg-type]
        "passed": _in_assignment(found)
        .filter(graded_at__isnull=False, passed_at__isnull=False)
        .exclude(enrolment=found.enrolment)[:SHOWN],
        "may_pin": found.graded_at is None,
        "before": before,
        "after": after,
        "here": wanted.address(),
        "zone": business_zone(),
    }
    return render(request, "assessments/studio/submission.html", context, status=status)


def _in_assignment(found: Submission) -> Any:
    """The works of the same assignment, the latest passed first."""
    rows = Submission.objects.filter(assignment=found.assignment_id, submitted_at__isnull=False).exclude(pk=found.pk)
    return rows.select_related("enrolment__person").order_by("-graded_at", "-pk")


def _beside(request: HttpRequest, found: Submission) -> Submission | None:
    """The work that is shown beside this one: any of the same assignment."""
    try:
        key = UUID(request.GET.get("beside", ""))
    except ValueError:
        return None
    return _in_assignment(found).filter(key=key).first()


def _chosen(found: Submission, form: AnswerForm) -> Mapping[str, str]:
    if form.is_bound:
        return form.levels()
    return {criterion: mark["level"] for criterion, mark in found.marks.items()}
