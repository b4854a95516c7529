"""The gradebook of a course in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from marque.kit.cursors import number_in
from marque.kit.sheets import csv_response
from marque.kit.telling import telling
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.assessments import actions, gradebook
from tenant_apps.assessments.models import Submission
from tenant_apps.courses.permissions import courses_of
from tenant_apps.learning.models import Enrolment

may_look = role_required(Role.OWNER, Role.STAFF, Role.AUTHOR)
may_decide = role_required(Role.OWNER, Role.STAFF)


class GradeForm(forms.Form):
    """A grade and why; an empty one clears it."""

    lesson = forms.UUIDField()
    score = forms.IntegerField(label=gettext_lazy("Grade"), min_value=0, max_value=100, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False, strip=True)


@may_look
@require_GET
def grades(request: HttpRequest, key: UUID) -> HttpResponse:
    """Learners and their grades, a page at a time."""
    course = get_object_or_404(courses_of(request.user), key=key)
    words, columns = request.GET.get("q", "").strip()[:100], gradebook.columns_of(course)
    rows, more = gradebook.page(course, columns, words, number_in(request.GET.get("before")))
    context = {"course": course, "columns": columns, "rows": gradebook.with_waiting(rows), "more": more, "q": words}
    return render(request, "assessments/studio/grades.html", context)


@may_decide
@require_GET
def export(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everybody's grades as CSV."""
    course = get_object_or_404(courses_of(request.user), key=key)
    head, lines = gradebook.sheet(course, gradebook.columns_of(course))
    return csv_response(f"grades-{course.slug}", head, lines)


@may_look
@require_POST
def weights(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say how much each counts."""
    course = get_object_or_404(courses_of(request.user), key=key)
    said = {}
    for column in gradebook.columns_of(course):
        text = request.POST.get(f"weight-{column.lesson.key}", "")
        said[column.lesson] = int(text) if text.isdecimal() and len(text) < 5 else -1
    with telling(request, _("Saved what counts how much.")):
        actions.weigh(weights=said, by=request.user)
    return redirect("studio_grades:grades", key)


@may_look
@require_GET
def learner(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """One learner's grades, and where they come from."""
    found = _found(request, key, enrolment)
    return render(request, "assessments/studio/grades_of.html", _about(found))


@may_decide
@require_POST
def grade(request: HttpRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Set a grade by hand, or let what was reached count again."""
    found, form = _found(request, key, enrolment), GradeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A grade is a number from 0 to 100."))
        return redirect("studio_grades:learner", key, enrolment)
    asked = form.cleaned_data
    lesson = get_object_or_404(found.course.lessons.all(), key=asked["lesson"])
    with telling(request, _("Saved the grade.")):
        if asked["score"] is None:
            actions.clear_grade(enrolment=found, lesson=lesson, by=request.user)
        else:
            score, reason = asked["score"], asked["reason"]
            actions.set_grade(enrolment=found, lesson=lesson, score=score, reason=reason, by=request.user)
    return redirect("studio_grades:learner", key, enrolment)


def _found(request: HttpRequest, key: UUID, enrolment: UUID) -> Enrolment:
    course = get_object_or_404(courses_of(request.user), key=key)
    rows = Enrolment.objects.live().select_related("course", "person")
    return get_object_or_404(rows, key=enrolment, course=course)


def _about(found: Enrolment) -> dict[str, Any]:
    row = gradebook.rows_of([found], gradebook.columns_of(found.course))[0]
    works: dict[int, list[Submission]] = {}
    for each in Submission.objects.filter(enrolment=found, submitted_at__isnull=False).select_related("assignment"):
        works.setdefault(each.assignment.lesson_id, []).append(each)
    cells = [(cell, works.get(cell.column.lesson.pk, [])) for cell in row.cells]
    return {"course": found.course, "enrolment": found, "row": row, "cells": cells}
