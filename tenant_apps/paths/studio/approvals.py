"""Reviews of paths before publication: asked for by authors, decided by owner and staff."""

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
from tenant_apps.courses.permissions import may_build, may_oversee, oversees
from tenant_apps.courses.studio.deciding import decided
from tenant_apps.paths import actions, queries
from tenant_apps.paths.actions.approvals import digest
from tenant_apps.paths.models import PathApproval
from tenant_apps.paths.permissions import paths_of


class QuestionForm(forms.Form):
    """What to look at."""

    note = forms.CharField(
        label=gettext_lazy("What to look at"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@may_build
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, path: UUID) -> HttpResponse:
    """Ask for a review of a path."""
    found = get_object_or_404(paths_of(request.user), key=path)
    # the words may be left out
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.ask_approval(path=found, by=_user(request), **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Asked. You get an email as soon as somebody decided."))
            return redirect("studio_paths:path", path)
    before = found.approvals.select_related("decided_by").order_by("-created_at")[:10]
    context = {"path": found, "form": form, "before": before}
    return render(request, "paths/studio/ask.html", context, status=422 if form.errors else 200)


@may_build
@require_GET
def one(request: HttpRequest, approval: UUID) -> HttpResponse:
    """What visitors would see, and what was decided."""
    return _page(request, _found(request, approval))


@may_oversee
@require_POST
def decision(request: HttpRequest, approval: UUID) -> HttpResponse:
    """Approve it or send it back."""
    try:
        return decided(request, _found(request, approval), approve=actions.approve, send_back=actions.send_back)
    except Refused as refused:
        return _page(request, _found(request, approval), wrong=str(refused))


@may_build
@require_POST
def withdrawal(request: HttpRequest, approval: UUID) -> HttpResponse:
    """Take a request back."""
    found = _found(request, approval)
    try:
        actions.withdraw(approval=found, by=_user(request))
    except Refused as refused:
        return _page(request, _found(request, approval), wrong=str(refused))
    messages.success(request, _("Withdrawn."))
    return redirect("studio_paths:path", found.path.key)


def _found(request: HttpRequest, key: UUID) -> PathApproval:
    rows = PathApproval.objects.filter(path__in=paths_of(request.user))
    return get_object_or_404(rows.select_related("path", "asked_by", "decided_by"), key=key)


def _page(request: HttpRequest, found: PathApproval, wrong: str = "") -> HttpResponse:
    context = {
        "approval": found,
        "path": found.path,
        "steps": queries.steps_of(found.path),
        "seen": digest(found.path),
        "may_decide": oversees(request.user) and found.decided_at is None,
        "wrong": wrong,
    }
    return render(request, "paths/studio/approval.html", context, status=422 if wrong else 200)


def _user(request: HttpRequest) -> Any:
    return request.user
