"""Taking a quiz, one question at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.assessments import actions, queries
from tenant_apps.assessments.models import Attempt
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.permissions import enrolled, lesson_in
from tenant_apps.learning.queries import next_lesson


@require_POST
@enrolled
def attempts(request: HttpRequest, enrolment: Enrolment, lesson: str) -> HttpResponse:
    """Start, or go on with the open attempt."""
    found = lesson_in(enrolment, lesson)
    quiz = queries.quiz_of(found)
    if quiz is None:
        raise Http404
    try:
        attempt = actions.start_attempt(quiz=quiz, enrolment=enrolment, by=enrolment.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("learning:lesson", enrolment.course.slug, found.slug)
    if not attempt.is_open:
        return redirect("assessments:results", enrolment.course.slug, found.slug, attempt.number)
    place = next((mark.number for mark in queries.marks(attempt) if not mark.state), 1)
    return redirect("assessments:question", enrolment.course.slug, found.slug, attempt.number, place)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@enrolled
def question(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int, place: int) -> HttpResponse:
    """One question: choose, then see why."""
    found = lesson_in(enrolment, lesson)
    attempt = _attempt(found, enrolment, number)
    error = ""
    if request.method == "POST":
        mark = _mark(queries.marks(attempt), place)
        try:
            actions.answer_question(
                attempt=attempt, question=mark.question, choices=request.POST.getlist("choice"), by=enrolment.person
            )
            return redirect(request.path)
        except Refused as refused:
            error = str(refused)
    marks = queries.marks(attempt, current=place)
    context = {
        "lesson": found,
        "course": enrolment.course,
        "attempt": attempt,
        "marks": marks,
        "mark": _mark(marks, place),
        "right_so_far": sum(mark.state == "right" for mark in marks),
        "needed": queries.needed(attempt.quiz, len(marks)),
        "upcoming": next((mark.number for mark in marks if not mark.chosen), place),
        "error": error,
    }
    return render(request, "assessments/question.html", context, status=422 if error else 200)


@never_cache
@require_safe
@enrolled
def results(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int) -> HttpResponse:
    """How it went, question by question."""
    found = lesson_in(enrolment, lesson)
    attempt = _attempt(found, enrolment, number)
    marks = queries.marks(attempt)
    if attempt.is_open:
        place = next((mark.number for mark in marks if not mark.state), 1)
        return redirect("assessments:question", enrolment.course.slug, found.slug, number, place)
    context = {
        "lesson": found,
        "course": enrolment.course,
        "attempt": attempt,
        "marks": marks,
        "right": sum(mark.state == "right" for mark in marks),
        "needed": queries.needed(attempt.quiz, len(marks)),
        "next": next_lesson(enrolment, found, now()) if attempt.passed_at else None,
    }
    return render(request, "assessments/results.html", context)


def _attempt(lesson: Lesson, enrolment: Enrolment, number: int) -> Attempt:
    attempt = queries.attempt_numbered(lesson, enrolment, number)
    if attempt is None:
        raise Http404
    return attempt


def _mark(marks: list[queries.Mark], place: int) -> queries.Mark:
    if not 1 <= place <= len(marks):
        raise Http404
    return marks[place - 1]
