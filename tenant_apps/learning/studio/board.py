"""A cohort's board as the team reads and tidies it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.cursors import number_in
from marque.kit.errors import Refused
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role, role_required
from tenant_apps.learning import actions
from tenant_apps.learning.board import board_of
from tenant_apps.learning.forms import PostForm
from tenant_apps.learning.models import Cohort
from tenant_apps.learning.release import zone_of
from tenant_apps.learning.studio.learners import may_look
from tenant_apps.learning.studio.timetable import found_cohort

# who teaches speaks with the cohort and keeps its board tidy
TEACHERS = (Role.OWNER, Role.STAFF, Role.AUTHOR)
may_teach = role_required(*TEACHERS)


@may_look
@require_http_methods(["GET"])
def board(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """All posts, hidden ones too."""
    return _shown(request, found_cohort(request, key, cohort))


@may_teach
@require_POST
def posts(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """Write as the team."""
    found, form = found_cohort(request, key, cohort), PostForm(request.POST)
    if form.is_valid():
        try:
            actions.write_post(cohort=found, text=form.cleaned_data["text"], to=form.answered(found), by=request.user)
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("It is on the board."))
            return redirect("studio_drip:board", key, cohort)
    return _shown(request, found, form)


@may_teach
@require_POST
def post_hiding(request: HttpRequest, key: UUID, cohort: UUID, post: UUID) -> HttpResponse:
    """Take a post off the board with a reason, or put it back."""
    one = get_object_or_404(found_cohort(request, key, cohort).posts, key=post)
    if request.POST.get("act") == "show":
        actions.show_post(post=one, by=request.user.email)  # type: ignore[union-attr]
        return redirect("studio_drip:board", key, cohort)
    try:
        actions.hide_post(post=one, reason=request.POST.get("reason", ""), by=request.user.email)  # type: ignore[union-attr]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Hidden. Whoever wrote it sees why."))
    return redirect("studio_drip:board", key, cohort)


def _shown(request: HttpRequest, found: Cohort, form: PostForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "course": found.course,
        "cohort": found,
        "zone": zone_of(None),
        "board": board_of(found, before=number_in(request.GET.get("before")), with_hidden=True),
        "form": form or PostForm(),
        "may_teach": has_role(request.user, *TEACHERS),
    }
    return render(request, "learning/studio/board.html", context, status=422 if form else 200)
