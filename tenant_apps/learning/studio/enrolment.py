"""Who may take a course: what they finish before, and how many there may be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.queries import prerequisites_of
from tenant_apps.learning import actions
from tenant_apps.learning.models import Capacity
from tenant_apps.learning.room import taken_in


class TermsForm(forms.Form):
    """Courses that come before, and a limit."""

    needs = forms.ModelMultipleChoiceField(
        label=_("Opens once these are finished"),
        queryset=Course.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For whoever enrols from now on. To whom the course is open it stays open."),
    )
    seats = forms.IntegerField(
        label=_("Most people at once"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Empty takes everybody. Who is in it stays, and who has paid gets their place."),
    )

    def __init__(self, *args: Any, course: Course, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = courses_of(user) | Course.objects.published() | Course.objects.filter(needed_by__course=course)
        self.fields["needs"].queryset = known.distinct().exclude(pk=course.pk).order_by("title")  # type: ignore[attr-defined]


@may_build
@require_http_methods(["GET", "POST"])
def enrolment(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the course asks of whoever enrols."""
    course = get_object_or_404(courses_of(request.user), key=key)
    known = Capacity.objects.filter(course=course).first()
    initial = {"needs": [str(each.key) for each in prerequisites_of(course)], "seats": known.seats if known else None}
    # an empty form says: none of it
    said = request.POST if request.method == "POST" else None
    form = TermsForm(said, course=course, user=request.user, initial=initial)
    if said is not None and _saved(form, course, request):
        messages.success(request, _now("Saved."))
        return redirect("studio_drip:enrolment", course.key)
    context = {"course": course, "form": form, "capacity": known, "taken": taken_in(course) if known else 0}
    return render(request, "learning/studio/enrolment.html", context, status=422 if form.errors else 200)


def _saved(form: TermsForm, course: Course, request: HttpRequest) -> bool:
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            courses.set_prerequisites(course=course, needs=form.cleaned_data["needs"], by=request.user)
            actions.set_capacity(course=course, seats=form.cleaned_data["seats"], by=request.user)
    except Refused as refused:
        form.add_error("needs", str(refused))
        return False
    return True
