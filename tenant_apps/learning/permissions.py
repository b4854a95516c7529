"""Who may open a course: learners with a live place in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marque.kit.clock import now
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.queries import enrolment_in
from tenant_apps.orders.queries import just_paid_for
from tenant_apps.people.queries import person_for_request

View = Callable[..., HttpResponse]


def enrolled(view: View) -> View:
    """Hand the view the visitor's enrolment; whoever has none is shown the way to the course, as a 404."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, course: str, *args: Any, **kwargs: Any) -> HttpResponse:
        enrolment = enrolment_of(request, course)
        if enrolment is None:
            return not_yours(request, course)
        return view(request, enrolment, *args, **kwargs)

    return guarded


def enrolment_of(request: HttpRequest, slug: str) -> Enrolment | None:
    """The visitor's live place in the course at this address."""
    course = Course.objects.filter(slug=slug).first()
    return enrolment_in(person_for_request(request), course) if course else None


def not_yours(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that says whose course this is, or that it opens any moment; one that nobody can see is simply missing."""
    course = Course.objects.published().filter(slug=slug).first()
    if course is None:
        raise Http404
    person = person_for_request(request)
    if person and just_paid_for(person, course.product, now()):
        response = render(request, "learning/coming.html", {"course": course})
        response["Refresh"] = "2"
        return response
    return render(request, "learning/not_yours.html", {"course": course}, status=404)


def lesson_in(enrolment: Enrolment, slug: str) -> Lesson:
    """A live lesson of the enrolment's course, with its module and file, else 404."""
    found = Lesson.objects.published().select_related("module", "asset", "course")
    lesson = found.filter(course_id=enrolment.course_id, slug=slug).first()
    if lesson is None:
        raise Http404
    return lesson
