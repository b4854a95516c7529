"""The quiz of a lesson: its questions, their answers, and how it is taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.telling import telling
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import MOST_CHOICES, Quiz
from tenant_apps.assessments.queries import versions_of
from tenant_apps.assessments.studio.forms import (
    DrawForm,
    PlaceForm,
    QuestionForm,
    RulesForm,
    rows_of,
    stored,
    stored_rules,
)
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import courses_of, may_build


@may_build
@require_GET
def quiz(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """All questions, and how the quiz is taken."""
    found = _lesson(request, key, lesson)
    made = actions.make_quiz(lesson=found, by=request.user)
    return _quiz_page(request, found, made, RulesForm(initial=stored_rules(made)))


@may_build
@require_POST
def rules(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """How it is taken."""
    made = _quiz(request, key, lesson)
    form = RulesForm(request.POST)
    if form.is_valid():
        try:
            actions.set_rules(quiz=made, rules=actions.Rules(**form.cleaned_data), by=request.user)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved how the quiz is taken."))
            return redirect("studio_quiz:quiz", key, lesson)
    return _quiz_page(request, made.lesson, made, form)


@may_build
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, key: UUID, lesson: UUID, question: UUID | None = None) -> HttpResponse:
    """Write a question, or rewrite one."""
    made = _quiz(request, key, lesson)
    asked = get_object_or_404(made.questions, key=question) if question else None
    form = QuestionForm(request.POST or None, initial=stored(asked), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_question(
                quiz=made,
                question=asked,
                choices=form.choices(),
                marking=form.marking(),
                details=form.details(),
                by=request.user,
                **{name: form.cleaned_data[name] for name in ("text", "kind", "explanation")},
            )
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved the question."))
            return redirect("studio_quiz:quiz", key, lesson)
    context = _page(made.lesson) | {"form": form, "question": asked, "rows": rows_of(form, asked), "most": MOST_CHOICES}
    context["versions"] = versions_of(asked.key) if asked else []
    return render(request, "assessments/studio/question.html", context, status=422 if form.errors else 200)


@may_build
@require_POST
def position(request: HttpRequest, key: UUID, lesson: UUID, question: UUID) -> HttpResponse:
    """Put a question somewhere else."""
    asked = get_object_or_404(_quiz(request, key, lesson).questions, key=question)
    form = PlaceForm(request.POST)
    with telling(request):
        if form.is_valid():
            actions.move_question(question=asked, by=request.user, **form.cleaned_data)
    return redirect("studio_quiz:quiz", key, lesson)


@may_build
@require_POST
def removal(request: HttpRequest, key: UUID, lesson: UUID, question: UUID) -> HttpResponse:
    """Delete a question."""
    asked = get_object_or_404(_quiz(request, key, lesson).questions, key=question)
    with telling(request, _("Deleted the question.")):
        actions.delete_question(question=asked, by=request.user)
    return redirect("studio_quiz:quiz", key, lesson)


@may_build
@require_POST
def draws(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Draw from a bank."""
    made, form = _quiz(request, key, lesson), DrawForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            actions.draw_from(quiz=made, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("The quiz draws from the bank."))
            return redirect("studio_quiz:quiz", key, lesson)
    return _quiz_page(request, made.lesson, made, RulesForm(initial=stored_rules(made)), draw_form=form)


@may_build
@require_POST
def draw_end(request: HttpRequest, key: UUID, lesson: UUID, draw: UUID) -> HttpResponse:
    """Draw from it no longer."""
    found = get_object_or_404(_quiz(request, key, lesson).bank_draws, key=draw)
    with telling(request):
        actions.end_draw(draw=found, by=request.user)
    return redirect("studio_quiz:quiz", key, lesson)


def _lesson(request: HttpRequest, key: UUID, lesson: UUID) -> Lesson:
    found = Lesson.objects.live().select_related("course", "module").filter(kind=LessonKind.QUIZ)
    return get_object_or_404(found, key=lesson, course__key=key, course__in=courses_of(request.user))


def _quiz(request: HttpRequest, key: UUID, lesson: UUID) -> Quiz:
    return get_object_or_404(Quiz.objects.select_related("lesson__course"), lesson=_lesson(request, key, lesson))


def _quiz_page(
    request: HttpRequest, lesson: Lesson, made: Quiz, form: RulesForm, draw_form: DrawForm | None = None
) -> HttpResponse:
    questions = made.questions.prefetch_related("choices").order_by("position")
    context = _page(lesson) | {
        "questions": questions,
        "form": form,
        "draw_form": draw_form or DrawForm(user=request.user),
    }
    context["draws"] = made.bank_draws.select_related("bank")
    status = 422 if form.errors or draw_form else 200
    return render(request, "assessments/studio/quiz.html", context, status=status)


def _page(lesson: Lesson) -> dict[str, Any]:
    return {"course": lesson.course, "lesson": lesson}
