"""When the parts of a course open: all rules, and one of them with what a change would do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marque.kit.cursors import number_in
from marque.kit.errors import Refused
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson, Module
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.rules import Group
from tenant_apps.learning import simulating
from tenant_apps.learning.drip.plan import plan_of
from tenant_apps.learning.drip.words import sentence
from tenant_apps.learning.studio.rule_forms import ModeForm, OtherForm, PolicyForm, condition_rows, part_of


@may_build
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every part with its rule in words, and what is so for lessons that come later."""
    course = get_object_or_404(courses_of(request.user), key=key)
    form = PolicyForm(request.POST or None, initial={"new_lessons": course.new_lessons})
    if request.method == "POST" and form.is_valid():
        courses.set_new_lessons(course=course, policy=form.cleaned_data["new_lessons"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("studio_drip:release", course.key)
    plan = plan_of(course)
    parts = [
        {"part": part, "words": sentence(part.rule, plan), "is_module": part is module.part}
        for module in plan.modules
        for part in (module.part, *module.lessons)
    ]
    return render(request, "learning/studio/release.html", {"course": course, "form": form, "parts": parts})


@may_build
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, key: UUID, part: UUID) -> HttpResponse:
    """One part's rule: look what a change does, then save it."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = part_of(course, part)
    if found is None:
        raise Http404
    mode = ModeForm(request.POST or None, initial={"mode": found.rule.mode if found.rule else "all"})
    others = OtherForm(request.POST if "other" in request.POST else request.GET, course=course, user=request.user)
    rows = condition_rows(course, found.rule, request.POST or None, user=request.user, other=others.key())
    context: dict[str, Any] = {"course": course, "part": found, "mode": mode, "rows": rows, "status": 200}
    context["others"] = others
    if request.POST.get("step") == "offer":
        rows.excuse()
    elif request.method == "POST":
        if not (mode.is_valid() and rows.is_valid()):
            context["status"] = 422
        elif _tried(request, found, _rule_in(mode, rows), context):
            return redirect("studio_drip:release", course.key)
    return render(request, "learning/studio/rule.html", context, status=context["status"])


def _rule_in(mode: ModeForm, rows: Any) -> Group | None:
    # conditions that were all taken out are no rule
    rule = rows.node(mode.cleaned_data["mode"])
    return rule if rule.parts else None


def _tried(request: HttpRequest, part: Module | Lesson, rule: Group | None, context: dict[str, Any]) -> bool:
    """Save the rule, or look what it would do; True when it was saved."""
    try:
        courses.check_rule(part, rule)
        if request.POST.get("step") == "save":
            courses.set_rule(part=part, rule=rule, by=request.user)
            messages.success(request, _("Saved when “%(title)s” opens.") % {"title": part.title})
            return True
    except Refused as refused:
        context |= {"wrong": str(refused), "status": 422}
        return False
    after = number_in(request.POST.get("after")) or 0
    context["simulation"] = simulating.simulate(part=part, rule=rule, after=after)
    context["words"] = sentence(rule, plan_of(context["course"]))
    return False
