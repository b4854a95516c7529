"""The quiz of a lesson: its questions, their answers, the pass mark."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Quiz
from tenant_apps.assessments.studio.forms import PassMarkForm, PlaceForm, QuestionForm, rows_of, stored
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import may_build


@may_build
@require_GET
def quiz(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """All questions."""
    found = _lesson(key, lesson)
    made = actions.make_quiz(lesson=found, by=request.user)
    questions = made.questions.prefetch_related("choices").order_by("position")
    form = PassMarkForm(initial={"pass_mark": made.pass_mark})
    return render(request, "assessments/studio/quiz.html", _page(found) | {"questions": questions, "form": form})


@may_build
@require_POST
def pass_mark(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Which share must be right."""
    made = _quiz(key, lesson)
    form = PassMarkForm(request.POST)
    if form.is_valid():
        actions.set_pass_mark(quiz=made, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved the pass mark."))
    else:
        messages.error(request, " ".join(form.errors["pass_mark"]))
    return redirect("studio_quiz:quiz", key, lesson)


@may_build
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, key: UUID, lesson: UUID, question: UUID | None = None) -> HttpResponse:
    """Write a question, or rewrite one."""
    made = _quiz(key, lesson)
    asked = get_object_or_404(made.questions, key=question) if question else None
    form = QuestionForm(request.POST or None, initial=stored(asked))
    if request.method == "POST" and form.is_valid():
        try:
            choices = form.choices()
            actions.write_question(quiz=made, question=asked, choices=choices, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved the question."))
            return redirect("studio_quiz:quiz", key, lesson)
    context = _page(made.lesson) | {"form": form, "question": asked, "rows": rows_of(form, asked)}
    return render(request, "assessments/studio/question.html", context, status=422 if form.errors else 200)


@may_build
@require_POST
def position(request: HttpRequest, key: UUID, lesson: UUID, question: UUID) -> HttpResponse:
    """Put a question somewhere else."""
    asked = get_object_or_404(_quiz(key, lesson).questions, key=question)
    form = PlaceForm(request.POST)
    if form.is_valid():
        actions.move_question(question=asked, by=request.user, **form.cleaned_data)
    return redirect("studio_quiz:quiz", key, lesson)


@may_build
@require_POST
def removal(request: HttpRequest, key: UUID, lesson: UUID, question: UUID) -> HttpResponse:
    """Delete a question."""
    actions.delete_question(question=get_object_or_404(_quiz(key, lesson).questions, key=question), by=request.user)
    messages.success(request, _("Deleted the question."))
    return redirect("studio_quiz:quiz", key, lesson)


def _lesson(key: UUID, lesson: UUID) -> Lesson:
    found = Lesson.objects.live().select_related("course", "module").filter(kind=LessonKind.QUIZ)
    return get_object_or_404(found, key=lesson, course__key=key)


def _quiz(key: UUID, lesson: UUID) -> Quiz:
    return get_object_or_404(Quiz.objects.select_related("lesson__course"), lesson=_lesson(key, lesson))


def _page(lesson: Lesson) -> dict[str, Any]:
    return {"course": lesson.course, "lesson": lesson}
