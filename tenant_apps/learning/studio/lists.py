"""Enrolling a list of people, in the Studio: brought, judged line by line, begun."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.cursors import number_in
from marque.kit.errors import Refused
from marque.kit.sheets import csv_response
from tenant_apps.courses.permissions import courses_seen_by
from tenant_apps.learning import actions
from tenant_apps.learning.actions.lists import COLUMNS, LARGEST, counts_of
from tenant_apps.learning.models import EnrolmentList, LineState
from tenant_apps.learning.studio.forms import TellForm
from tenant_apps.learning.studio.learners import may_decide

PAGE = 100


class ListForm(forms.Form):
    """A file, and why these people get the course."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("CSV, up to 20,000 lines."))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        strip=True,
        help_text=gettext_lazy("Whoever asks later why it is open to them reads it."),
    )


@may_decide
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring a list; on to its report."""
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.take_list(
                course=course,
                content=file.read(LARGEST + 1),
                name=file.name,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Refused as refused:
            refused.show_in(form)
        else:
            return redirect("studio_drip:list", course.key, made.key)
    context = {
        "course": course,
        "form": form,
        "columns": ",".join(COLUMNS),
        "recent": course.enrolment_lists.all()[:10],
    }
    return render(request, "learning/studio/lists.html", context, status=422 if form.errors else 200)


@may_decide
@require_GET
def one(request: HttpRequest, key: UUID, list: UUID) -> HttpResponse:
    """What is wrong with which line, and how far it is; with `as=csv` the wrong lines as a file."""
    found = _found(request, key, list)
    if request.GET.get("as") == "csv":
        return _sheet(found)
    response = render(request, "learning/studio/list.html", _page(request, found))
    if found.begun_at is not None and found.finished_at is None:
        response["Refresh"] = "3"
    return response


@may_decide
@require_POST
def start(request: HttpRequest, key: UUID, list: UUID) -> HttpResponse:
    """Enrol everybody whose line is right."""
    found = _found(request, key, list)
    try:
        actions.begin_list(parent=found, by=request.user, tell=bool(request.POST.get("tell")))
    except Refused as refused:
        context = _page(request, found) | {"wrong": str(refused)}
        return render(request, "learning/studio/list.html", context, status=422)
    return redirect("studio_drip:list", key, found.key)


def _found(request: HttpRequest, key: UUID, list: UUID) -> EnrolmentList:
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    return get_object_or_404(EnrolmentList.objects.select_related("course", "by"), course=course, key=list)


def _page(request: HttpRequest, found: EnrolmentList) -> dict[str, Any]:
    start = number_in(request.GET.get("after")) or 0
    rows = found.lines.filter(state=LineState.WRONG, number__gt=start).order_by("number")[: PAGE + 1]
    shown = [*rows]
    counts = counts_of(found)
    return {
        "course": found.course,
        "list": found,
        "tell_form": TellForm(),
        "counts": counts,
        "right": sum(counts.values()) - counts[LineState.WRONG],
        "rows": shown[:PAGE],
        "more": shown[PAGE - 1].number if len(shown) > PAGE else None,
    }


def _sheet(found: EnrolmentList) -> HttpResponse:
    rows = (
        found.lines.filter(state=LineState.WRONG).order_by("number").values_list("number", "email", "column", "words")
    )
    return csv_response("wrong-lines", [_("Line"), _("Email"), _("Column"), _("What is wrong")], rows.iterator())
