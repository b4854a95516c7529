"""What learners say of a course, in the Studio: read, shown, hidden, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marque.kit.cursors import newest_first, number_in
from marque.kit.telling import telling
from tenant_apps.courses import actions
from tenant_apps.courses.actions.reviewing import digest
from tenant_apps.courses.models import CourseRating, CourseReview, ReviewState
from tenant_apps.courses.permissions import courses_of, may_build, may_oversee

PAGE = 50


@may_build
@require_GET
def reviews(request: HttpRequest, key: UUID) -> HttpResponse:
    """By state, newest first, a page at a time."""
    course = get_object_or_404(courses_of(request.user), key=key)
    wanted = request.GET.get("state", "")
    state = wanted if wanted in ReviewState.values else ReviewState.WAITING.value
    rows = CourseReview.objects.filter(course=course, state=state).select_related("person")
    page = newest_first(rows, before=number_in(request.GET.get("before")), size=PAGE)
    context = {
        "course": course,
        "rating": CourseRating.objects.filter(course=course).first(),
        "state": state,
        "states": ReviewState.choices,
        "rows": [(each, digest(each)) for each in page.rows],
        "more": page.more,
    }
    return render(request, "courses/studio/reviews.html", context)


@may_oversee
@require_POST
def moderation(request: HttpRequest, key: UUID, review: UUID) -> HttpResponse:
    """Show it, or hide it for a reason: not for the one who is reviewed to decide."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(course.reviews, key=review)
    said = request.POST
    decided: dict[str, Any] = {"review": found, "seen": said.get("seen", ""), "by": _user(request)}
    with telling(request, _("Saved.")):
        if said.get("act") == "hide":
            actions.hide_review(**decided, reason=said.get("reason", ""))
        else:
            actions.show_review(**decided)
    return redirect("studio_courses:reviews", course.key)


@may_build
@require_POST
def answer(request: HttpRequest, key: UUID, review: UUID) -> HttpResponse:
    """Answer where visitors read it."""
    course = get_object_or_404(courses_of(request.user), key=key)
    found = get_object_or_404(course.reviews, key=review)
    said = request.POST
    with telling(request, _("Saved.")):
        actions.answer_review(review=found, seen=said.get("seen", ""), words=said.get("answer", ""), by=_user(request))
    return redirect("studio_courses:reviews", course.key)


def _user(request: HttpRequest) -> Any:
    return request.user
