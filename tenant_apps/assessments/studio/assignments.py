"""The assignment of a lesson: what is asked for, and its rubric."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.telling import telling
from tenant_apps.assessments import actions
from tenant_apps.assessments.actions.assigning import MOST_LEVELS
from tenant_apps.assessments.feedback import choosing, criteria_of, most_points
from tenant_apps.assessments.models import Assignment, Example, Submission
from tenant_apps.assessments.studio.assignment_forms import (
    CriterionForm,
    ExampleForm,
    TermsForm,
    level_rows,
    stored_terms,
)
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import courses_of, may_build
from themes.clocks import business_zone


@may_build
@require_GET
def assignment(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """What is asked for, the rubric, and how much waits."""
    made = actions.make_assignment(lesson=_lesson(request, key, lesson), by=request.user)
    return _page(request, made, TermsForm(initial=stored_terms(made, business_zone()), zone=business_zone()))


@may_build
@require_POST
def terms(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Say what is asked for."""
    made, form = _assignment(request, key, lesson), TermsForm(request.POST, zone=business_zone())
    if form.is_valid():
        try:
            actions.set_terms(assignment=made, terms=actions.Terms(**form.terms()), by=request.user)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved what is asked for."))
            return redirect("studio_assignment:assignment", key, lesson)
    return _page(request, made, form)


@may_build
@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, key: UUID, lesson: UUID, criterion: UUID | None = None) -> HttpResponse:
    """Write a criterion, or rewrite one."""
    made = _assignment(request, key, lesson)
    asked = get_object_or_404(made.criteria, key=criterion) if criterion else None
    form = CriterionForm(request.POST or None, initial={"title": asked.title if asked else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_criterion(
                assignment=made,
                criterion=asked,
                title=form.cleaned_data["title"],
                levels=form.levels(),
                by=request.user,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved the criterion."))
            return redirect("studio_assignment:assignment", key, lesson)
    context = _about(made) | {"form": form, "criterion": asked, "rows": level_rows(form, asked), "most": MOST_LEVELS}
    return render(request, "assessments/studio/criterion.html", context, status=422 if form.errors else 200)


@may_build
@require_POST
def removal(request: HttpRequest, key: UUID, lesson: UUID, criterion: UUID) -> HttpResponse:
    """Take a criterion out of the rubric."""
    found = get_object_or_404(_assignment(request, key, lesson).criteria, key=criterion)
    with telling(request, _("Deleted the criterion.")):
        actions.delete_criterion(criterion=found, by=request.user)
    return redirect("studio_assignment:assignment", key, lesson)


@may_build
@require_http_methods(["GET", "POST"])
def example(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """A work marked by the creator, which reviewers mark first."""
    made = _assignment(request, key, lesson)
    known = Example.objects.filter(assignment=made).select_related("asset").first()
    stored = {"asset": known.asset and known.asset.key, "text": known.text, "words": known.words} if known else {}
    form = ExampleForm(request.POST or None, initial=stored, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_example(assignment=made, levels=form.levels(), by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved the example."))
            return redirect("studio_assignment:assignment", key, lesson)
    marked = {name: mark["level"] for name, mark in known.marks.items()} if known else {}
    chosen = form.levels() if form.is_bound else marked
    context = _about(made) | {"form": form, "criteria": choosing(criteria_of(made), chosen)}
    return render(request, "assessments/studio/example.html", context, status=422 if form.errors else 200)


def _lesson(request: HttpRequest, key: UUID, lesson: UUID) -> Lesson:
    found = Lesson.objects.live().select_related("course", "module").filter(kind=LessonKind.ASSIGNMENT)
    return get_object_or_404(found, key=lesson, course__key=key, course__in=courses_of(request.user))


def _assignment(request: HttpRequest, key: UUID, lesson: UUID) -> Assignment:
    found = Assignment.objects.select_related("lesson__course", "lesson__module")
    return get_object_or_404(found, lesson=_lesson(request, key, lesson))


def _page(request: HttpRequest, made: Assignment, form: TermsForm) -> HttpResponse:
    criteria = criteria_of(made)
    waiting = Submission.objects.waiting().filter(assignment=made).count()
    context = _about(made) | {"form": form, "criteria": criteria, "most_points": most_points(criteria)}
    context |= {"assignment": made, "waiting": waiting, "example": Example.objects.filter(assignment=made).exists()}
    return render(request, "assessments/studio/assignment.html", context, status=422 if form.errors else 200)


def _about(made: Assignment) -> dict[str, Any]:
    return {"course": made.lesson.course, "lesson": made.lesson}
