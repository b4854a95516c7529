"""The cohorts of a course in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.moments import DayField
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_seen_by, oversees
from tenant_apps.learning import actions
from tenant_apps.learning.models import Cohort, CohortPlace, Enrolment
from tenant_apps.learning.queries import offers_for
from tenant_apps.learning.studio.learners import may_decide, may_look

PAGE = 200


class CohortForm(forms.Form):
    """Dates, seats, and how it is sold."""

    name = forms.CharField(label=_("Name"), max_length=120, strip=True)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1_000_000, required=False)
    offer = forms.ModelChoiceField(
        label=_("Sold as"),
        queryset=Offer.objects.none(),
        required=False,
        empty_label=_("Not sold"),
        help_text=_("Whoever buys it gets a place, while there are seats. Empty lets learners ask for one."),
    )

    def __init__(self, *args: Any, course: Course, cohort: Cohort | None = None, **kwargs: Any) -> None:
        names = ("name", "starts_on", "ends_on", "seats", "offer")
        initial = {name: getattr(cohort, name) for name in names} if cohort else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["offer"].queryset = offers_for(course, cohort)  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """A learner, by email."""

    email = forms.EmailField(label=_("Learner’s email"))


@may_look
@require_http_methods(["GET", "POST"])
def cohorts(request: HttpRequest, key: UUID) -> HttpResponse:
    """All of them, and a new one."""
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    form = CohortForm(request.POST or None, course=course)
    if request.method == "POST" and (refused := _refusal(request)):
        return refused
    if request.method == "POST" and _saved(request, form, course, None):
        return redirect("studio_drip:cohorts", course.key)
    live = Q(places__enrolment__ended_at=None, places__isnull=False)
    rows = course.cohorts.annotate(taken=Count("places", filter=live)).select_related("offer")
    context = {"course": course, "form": form, "rows": rows, "may_decide": oversees(request.user)}
    return render(request, "learning/studio/cohorts.html", context, status=422 if form.errors else 200)


@may_look
@require_http_methods(["GET", "POST"])
def cohort(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """One, with its people."""
    found = _found(request, key, cohort)
    form = CohortForm(request.POST or None, course=found.course, cohort=found)
    if request.method == "POST" and (refused := _refusal(request)):
        return refused
    if request.method == "POST" and _saved(request, form, found.course, found):
        return redirect("studio_drip:cohort", key, cohort)
    return render(
        request, "learning/studio/cohort.html", _page(request, found, form), status=422 if form.errors else 200
    )


@may_decide
@require_POST
def places(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """Put a learner in it."""
    found, form = _found(request, key, cohort), PlaceForm(request.POST)
    if form.is_valid():
        enrolments = Enrolment.objects.live().filter(course=found.course)
        learner = enrolments.filter(person__email=form.cleaned_data["email"].lower()).first()
        if learner is None:
            form.add_error("email", _now("Nobody with this email has a place in the course."))
        else:
            try:
                actions.place(cohort=found, enrolment=learner, by=request.user)
            except Refused as refused:
                form.add_error("email", str(refused))
            else:
                messages.success(request, _now("They are in."))
                return redirect("studio_drip:cohort", key, cohort)
    own = CohortForm(course=found.course, cohort=found)
    return render(request, "learning/studio/cohort.html", _page(request, found, own) | {"place_form": form}, status=422)


@may_decide
@require_POST
def place_removal(request: HttpRequest, key: UUID, cohort: UUID, enrolment: UUID) -> HttpResponse:
    """Take a learner out."""
    found = _found(request, key, cohort)
    place = get_object_or_404(CohortPlace.objects.select_related("enrolment"), cohort=found, enrolment__key=enrolment)
    actions.leave_cohort(enrolment=place.enrolment, by=request.user)
    offered = _now("They are out. The next on the list is offered the place.")
    messages.success(request, _now("They are out. The place can be sold again.") if found.offer_id else offered)
    return redirect("studio_drip:cohort", key, cohort)


@may_decide
@require_POST
def removal(request: HttpRequest, key: UUID, cohort: UUID) -> HttpResponse:
    """Delete an empty one."""
    try:
        actions.delete_cohort(cohort=_found(request, key, cohort), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("studio_drip:cohort", key, cohort)
    messages.success(request, _now("Deleted."))
    return redirect("studio_drip:cohorts", key)


def _saved(request: HttpRequest, form: CohortForm, course: Course, cohort: Cohort | None) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.save_cohort(course=course, cohort=cohort, by=request.user, **form.cleaned_data)
    except Refused as refused:
        refused.show_in(form)
        return False
    messages.success(request, _now("Saved."))
    return True


@may_decide
def _allowed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Who may look may not change: what they are answered."""
    answer = _allowed(request)
    return None if answer.status_code == 204 else answer


def _found(request: HttpRequest, key: UUID, cohort: UUID) -> Cohort:
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    return get_object_or_404(Cohort.objects.select_related("course"), key=cohort, course=course)


def _page(request: HttpRequest, found: Cohort, form: CohortForm) -> dict[str, Any]:
    places = found.places.filter(enrolment__ended_at=None).select_related("enrolment__person")
    return {
        "course": found.course,
        "cohort": found,
        "form": form,
        "place_form": PlaceForm(),
        "may_decide": oversees(request.user),
        "places": places.order_by("-placed_at")[:PAGE],
        "wishes": found.wishes.filter(taken_at=None, ended_at=None).select_related("person")[:PAGE],
    }
