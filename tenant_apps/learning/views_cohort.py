"""A learner's cohort: its timetable, its dates, its board; and asking for a place in one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.clock import now
from marque.kit.cursors import number_in
from marque.kit.errors import Refused
from tenant_apps.learning import actions, release
from tenant_apps.learning.board import board_of
from tenant_apps.learning.forms import PostForm
from tenant_apps.learning.models import Cohort, CohortPlace, Enrolment
from tenant_apps.learning.permissions import enrolled
from tenant_apps.learning.together import timetable_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@enrolled
def cohort(request: HttpRequest, enrolment: Enrolment, cohort: UUID) -> HttpResponse:
    """The learner's own cohort; posted to, a place in one is asked for, or the one that is kept is taken."""
    if request.method != "POST":
        return _shown(request, _own(enrolment, cohort))
    found = get_object_or_404(Cohort, key=cohort, course_id=enrolment.course_id)
    act = actions.take_place if request.POST.get("act") == "take" else actions.ask_for_place
    try:
        act(cohort=found, enrolment=enrolment)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("learning:course", enrolment.course.slug)


@require_POST
@enrolled
def posts(request: HttpRequest, enrolment: Enrolment, cohort: UUID) -> HttpResponse:
    """Write on the board, or answer there."""
    place, form = _own(enrolment, cohort), PostForm(request.POST)
    if not form.is_valid():
        return _shown(request, place, form)
    try:
        to = form.answered(place.cohort)
        said = form.cleaned_data["text"]
        actions.write_post(cohort=place.cohort, text=said, enrolment=enrolment, to=to, by=request.user)
    except Refused as refused:
        form.add_error("text", str(refused))
        return _shown(request, place, form)
    messages.success(request, _("It is on the board."))
    return redirect(f"{_home(place)}#board")


@require_POST
@enrolled
def removal(request: HttpRequest, enrolment: Enrolment, cohort: UUID, post: UUID) -> HttpResponse:
    """Take one's own post back."""
    place = _own(enrolment, cohort)
    one = get_object_or_404(place.cohort.posts, key=post, by=request.user)
    actions.take_back_post(post=one, by=request.user)
    return redirect(f"{_home(place)}#board")


@require_POST
@enrolled
def quiet(request: HttpRequest, enrolment: Enrolment, cohort: UUID) -> HttpResponse:
    """Emails about the board, or none."""
    place = _own(enrolment, cohort)
    actions.be_quiet(enrolment=enrolment, on=request.POST.get("quiet") == "yes")
    return redirect(f"{_home(place)}#board")


def _own(enrolment: Enrolment, cohort: UUID) -> CohortPlace:
    """The learner's place in this cohort; a cohort of others is not there."""
    place = CohortPlace.objects.select_related("cohort").filter(enrolment=enrolment, cohort__key=cohort).first()
    if place is None:
        raise Http404
    return place


def _home(place: CohortPlace) -> str:
    return reverse("learning:cohort", args=[place.enrolment.course.slug, place.cohort.key])


def _shown(request: HttpRequest, place: CohortPlace, form: PostForm | None = None) -> HttpResponse:
    enrolment = place.enrolment
    context: dict[str, Any] = {
        "course": enrolment.course,
        "place": place,
        "cohort": place.cohort,
        "zone": release.zone_of(enrolment.person),
        "timetable": timetable_of(place, now()),
        "board": board_of(place.cohort, before=number_in(request.GET.get("before")), reader=request.user.pk),
        "form": form or PostForm(),
    }
    return render(request, "learning/cohort.html", context, status=422 if form else 200)
