"""Taking a quiz, one question at a time."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.assessments import actions, queries
from tenant_apps.assessments.models import Attempt, QuestionKind
from tenant_apps.assessments.views.arriving import take_files
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
    place = next((mark.number for mark in queries.marks(attempt) if not mark.answered), 1)
    return redirect("assessments:question", enrolment.course.slug, found.slug, attempt.number, place)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@enrolled
def question(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int, place: int) -> HttpResponse:
    """One question: choose, then see why."""
    found = lesson_in(enrolment, lesson)
    attempt = attempt_of(found, enrolment, number)
    error = ""
    if request.method == "POST":
        try:
            attempt = _take(request, attempt, place, by=enrolment.person)
            return redirect(_after(attempt, request.path))
        except (actions.TimeIsUp, actions.AnotherQuestion) as instead:
            messages.info(request, str(instead))
            return redirect("assessments:results", enrolment.course.slug, found.slug, number)
        except Refused as refused:
            error = str(refused)
    context = {"lesson": found, "course": enrolment.course, "error": error} | _shown(attempt, place)
    return render(request, "assessments/question.html", context, status=422 if error else 200)


@never_cache
@require_safe
@enrolled
def results(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int) -> HttpResponse:
    """How it went, question by question."""
    found = lesson_in(enrolment, lesson)
    attempt = attempt_of(found, enrolment, number)
    marks = queries.marks(attempt)
    context = {"lesson": found, "course": enrolment.course, "attempt": attempt, "marks": marks}
    if attempt.is_open and not marks:  # all its questions were deleted: the door knows how to go on
        return redirect("learning:lesson", enrolment.course.slug, found.slug)
    if attempt.is_open and not attempt.quiz.is_handed_in:
        place = next((mark.number for mark in marks if not mark.answered), 1)
        return redirect("assessments:question", enrolment.course.slug, found.slug, number, place)
    if attempt.is_open:
        left = sum(not mark.answered for mark in marks)
        return render(request, "assessments/submission.html", context | {"left": left})
    taken = len(queries.attempts_at(attempt.quiz, enrolment))
    context |= {
        "right": sum(mark.share == 100 for mark in marks),
        "waiting": sum(mark.waits for mark in marks),
        "so_far": queries.so_far(attempt, marks),
        "needed": queries.needed(attempt.quiz, marks),
        "may_retry": not attempt.waits and queries.attempts_left(attempt.quiz, taken) != 0,
        "next": next_lesson(enrolment, found, now()) if attempt.passed_at else None,
    }
    return render(request, "assessments/results.html", context)


@require_POST
@enrolled
def submission(request: HttpRequest, enrolment: Enrolment, lesson: str, number: int) -> HttpResponse:
    """Hand in what is answered."""
    found = lesson_in(enrolment, lesson)
    actions.hand_in(attempt=attempt_of(found, enrolment, number), by=enrolment.person)
    return redirect("assessments:results", enrolment.course.slug, found.slug, number)


def _take(request: HttpRequest, attempt: Attempt, place: int, by: Any) -> Attempt:
    mark = next((each for each in queries.marks(attempt) if each.number == place), None)
    if mark is None or request.POST.get("question") != str(mark.question.key):
        raise actions.AnotherQuestion
    said = request.POST.getlist("choice")
    if attempt.is_open and mark.kind.is_open and (attempt.quiz.is_handed_in or not mark.answered):
        _keep(request, mark, by)
    return actions.answer_question(attempt=attempt, question=mark.question, said=said, by=by)


def _keep(request: HttpRequest, mark: queries.Mark, by: Any) -> None:
    """Nothing that was written or chosen is lost when the answer is refused."""
    if mark.question.kind == QuestionKind.ESSAY:
        actions.keep_words(attempt=mark.attempt, question=mark.question, text=request.POST.get("choice", ""))
    add = partial(actions.add_file, attempt=mark.attempt, question=mark.question, by=by)
    take_files(request, lambda file: add(file=file))


def _shown(attempt: Attempt, place: int) -> dict[str, Any]:
    marks = queries.marks(attempt, current=place)
    mark = mark_at(marks, place)
    return {
        "attempt": attempt,
        "marks": marks,
        "mark": mark,
        "fixed": not attempt.is_open or (mark.answered and not attempt.quiz.is_handed_in),
        "right_so_far": sum(each.state == "right" for each in marks),
        "needed": queries.needed(attempt.quiz, marks),
        "before": place - 1,
        "upcoming": next((each.number for each in marks if not each.answered), place),
    }


def _after(attempt: Attempt, path: str) -> str:
    """Where an answer leads: to why it is right, or straight on where that is not told."""
    if not attempt.quiz.is_handed_in:
        return path
    place = next((mark.number for mark in queries.marks(attempt) if not mark.answered), None)
    home = path.rstrip("/").rpartition("/")[0]
    return f"{home}/{place}/" if place else f"{home}/"


def attempt_of(lesson: Lesson, enrolment: Enrolment, number: int) -> Attempt:
    """A learner's attempt; one whose time is up is handed in for them."""
    attempt = queries.attempt_numbered(lesson, enrolment, number)
    if attempt is None:
        raise Http404
    return actions.hand_in(attempt=attempt, by=enrolment.person) if attempt.is_overdue(now()) else attempt


def mark_at(marks: list[queries.Mark], place: int) -> queries.Mark:
    """The question in a place."""
    if not 1 <= place <= len(marks):
        raise Http404
    return marks[place - 1]


def mark_in(lesson: Lesson, enrolment: Enrolment, number: int, place: int) -> queries.Mark:
    """The question in a place of a learner's attempt."""
    return mark_at(queries.marks(attempt_of(lesson, enrolment, number)), place)
