"""Pages: all courses, one outline, a course's details."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marque.kit.errors import Refused
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio import moves
from tenant_apps.courses.studio.answers import FRAGMENT, Said, change
from tenant_apps.courses.studio.board import board
from tenant_apps.courses.studio.forms import CourseForm, NewCourseForm

PAGE = 50


@may_build
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Their courses, newest first, a page at a time; or those with some words in the title."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = courses_of(request.user).order_by("-created_at", "-pk")
    if words:
        found = found.filter(title__icontains=words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    live = Lesson.objects.live().filter(course__in=[course.pk for course in page]).order_by()
    counts = dict(live.values_list("course").annotate(lessons=Count("pk")))
    context = {"page": page, "rows": [(course, counts.get(course.pk, 0)) for course in page], "q": words}
    return render(request, "courses/studio/index.html", context)


@may_build
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Start a course by its title."""
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        author = actions.teacher_of(request.user)  # type: ignore[arg-type]
        try:
            course = actions.create_course(title=form.cleaned_data["title"], author=author, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("studio_courses:outline", course.key)
    return render(request, "courses/studio/new.html", {"form": form})


@may_build
@require_GET
def outline(request: HttpRequest, key: UUID) -> HttpResponse:
    """The outline editor; asked for a fragment, only its board."""
    course = get_object_or_404(courses_of(request.user), key=key)
    template = "_board" if FRAGMENT in request.headers else "outline"
    return render(request, f"courses/studio/{template}.html", board(request, course))


@may_build
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the course says about itself."""
    course = get_object_or_404(courses_of(request.user), key=key)
    form = CourseForm(request.POST or None, instance=course)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_course(course=course, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("slug", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("studio_courses:details", course.key)
    return render(request, "courses/studio/details.html", {"course": course, "form": form})


@change
def publication(request: HttpRequest, course: Course) -> Said:
    """Show the course to visitors, or take it back."""
    if request.POST.get("state") == "off":
        actions.unpublish_course(course=course, by=request.user)
        return Said(_("The course is no longer in the catalogue. Learners keep it."))
    actions.publish_course(course=course, by=request.user)
    return Said(_("The course is in the catalogue."))


@change
def undo(request: HttpRequest, course: Course) -> Said:
    """Take the last move back."""
    move = moves.undo(request, course)
    if move is None:
        return Said(_("There is nothing left to undo."), "bad")
    return Said(_("“%(title)s” is back where it was.") % {"title": move.title})
