"""What points are given for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.points import actions
from tenant_apps.points.models import PointLevel, PointRules
from tenant_apps.points.queries import point_rules

may_rule = role_required(Role.OWNER, Role.STAFF)


class RulesForm(forms.ModelForm):
    """On or off, and how many for what."""

    on = forms.BooleanField(
        label=gettext_lazy("Learners get points"),
        required=False,
        help_text=gettext_lazy("From then on, for what they finish; nothing is ever taken away for a pause."),
    )
    board = forms.BooleanField(
        label=gettext_lazy("Learners see who has the most"),
        required=False,
        help_text=gettext_lazy("By first name or a name of their choice. Everybody may leave the list."),
    )

    class Meta:
        model = PointRules
        fields = ["lesson", "quiz", "course"]


@may_rule
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Rules and levels."""
    found = point_rules()
    chosen = {"on": found.on_since is not None, "board": found.board_since is not None}
    form = RulesForm(request.POST or None, instance=found, initial=chosen)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        actions.set_rules(**said, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("studio_points:rules")
    context = {"form": form, "levels": PointLevel.objects.select_related("badge")}
    return render(request, "points/studio/rules.html", context, status=422 if form.errors else 200)
