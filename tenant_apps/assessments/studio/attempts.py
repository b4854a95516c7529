"""Quizzes with answers that a person grades: who waits, one of them, and the grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from tenant_apps.assessments import actions, queries
from tenant_apps.assessments.actions.looking import LEVELS
from tenant_apps.assessments.feedback import ShownWork, levels_in, rubric_of, shown_works
from tenant_apps.assessments.models import Attempt, OpenAnswer, Question, Quiz
from tenant_apps.assessments.studio import queue as lists
from tenant_apps.courses.permissions import courses_of, may_build, oversees
from themes.clocks import business_zone


class SharesForm(forms.Form):
    """Words to the learner, and for each question words and how much is right."""

    words = forms.CharField(
        label=gettext_lazy("Words about the whole"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        required=False,
    )
    act = forms.ChoiceField(choices=[("grade", ""), ("keep", "")])

    def said(self, asked: list[Asked]) -> dict[str, actions.Said]:
        """By question, as typed; a share that is no number is none."""
        levels = levels_in(self.data)
        found = {}
        for each in asked:
            key, own = str(each.question.key), {str(choice.key) for choice in each.question.choices.all()}
            chosen = {name: level for name, level in levels.items() if name in own}
            found[key] = actions.Said(self.data.get(f"words-{key}", "")[:10_000], self._share(key), chosen)
        return found

    def _share(self, key: str) -> int | None:
        text = self.data.get(f"share-{key}", "").strip()
        return int(text) if text.isdecimal() and len(text) < 4 else None


@dataclass(frozen=True)
class Asked:
    """An open question with what was given to it, as the page shows it."""

    question: Question
    answer: OpenAnswer
    works: list[ShownWork]
    said: actions.Said
    levels: list[tuple[Any, list[tuple[str, Any, int, bool]]]]
    rubric: Any


@may_build
@require_GET
def attempts(request: HttpRequest) -> HttpResponse:
    """Who waits, longest first; or what is graded, the latest first."""
    is_graded, after = request.GET.get("state") == "graded", request.GET.get("after", "")
    rows, further = page(request.user, is_graded=is_graded, after=after)
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in {"state": is_graded and "graded", "after": further}.items() if value})
    context = {
        "rows": rows,
        "more": query.urlencode() if further else "",
        "is_graded": is_graded,
        "waiting": lists.waiting_count(request.user),
        "quizzes": waiting_count(request.user),
        "zone": business_zone(),
    }
    return render(request, "assessments/studio/attempts.html", context)


@may_build
@require_GET
def attempt(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """One attempt, with everything to grade it."""
    found = _found(request, attempt)
    return _page(request, found, SharesForm(initial={"words": found.words}))


@may_build
@require_POST
def grades(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Grade it, or keep what is said so far."""
    found, form = _found(request, attempt), SharesForm(request.POST)
    if form.is_valid():
        act = actions.grade_attempt if form.cleaned_data["act"] == "grade" else actions.keep_grading
        said = form.said(_asked(request, found))
        try:
            done = act(attempt=found, said=said, words=form.cleaned_data["words"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if done.graded_at is None:
                messages.success(request, _("Kept. The learner sees nothing yet."))
                return redirect("submissions_studio:attempt", found.key)
            messages.success(request, _("Graded. The learner gets an email."))
            return _to_the_next(request)
    return _page(request, found, form, status=422)


def _to_the_next(request: HttpRequest) -> HttpResponse:
    waiting = _of_courses(Attempt.objects.waiting(), request.user).order_by("submitted_at", "pk").first()
    if waiting is None:
        return redirect("submissions_studio:attempts")
    return redirect("submissions_studio:attempt", waiting.key)


def page(user: Any, *, is_graded: bool, after: str = "") -> tuple[list[Attempt], str]:
    """Rows of the list, and where the next page begins."""
    found = _of_courses(Attempt.objects.looked_at() if is_graded else Attempt.objects.waiting(), user)
    field = "graded_at" if is_graded else "submitted_at"
    stopped = lists.place_in(after)
    if stopped:
        found = lists.beyond(found, field, "lt" if is_graded else "gt", stopped)
    order = ("-graded_at", "-pk") if is_graded else ("submitted_at", "pk")
    found = found.select_related("quiz__lesson__course", "enrolment__person", "graded_by").defer("paper", "sheets")
    rows = list(found.order_by(*order)[: lists.PAGE + 1])
    last = rows[lists.PAGE - 1] if len(rows) > lists.PAGE else None
    return rows[: lists.PAGE], f"{getattr(last, field).isoformat()}_{last.pk}" if last else ""


def waiting_count(user: Any) -> int:
    """How many wait for this user, counted up to a thousand."""
    found = _of_courses(Attempt.objects.waiting(), user).order_by("submitted_at", "pk")
    return found[: lists.COUNTED].count()


def _of_courses(rows: Any, user: Any) -> Any:
    if oversees(user):
        return rows
    mine = Quiz.objects.filter(lesson__course__in=courses_of(user)).values_list("pk", flat=True)
    return rows.filter(quiz__in=list(mine))


def _found(request: HttpRequest, key: UUID) -> Attempt:
    shown = Attempt.objects.filter(Q(submitted_at__isnull=False, score__isnull=True) | Q(graded_at__isnull=False))
    rows = _of_courses(shown, request.user).select_related("quiz__lesson__course", "enrolment__person", "graded_by")
    return get_object_or_404(rows, key=key)


def _asked(request: HttpRequest, found: Attempt, form: SharesForm | None = None) -> list[Asked]:
    given = [mark for mark in queries.marks(found) if mark.given is not None and mark.answered]
    rows = []
    for mark in given:
        answer: Any = mark.given
        levels = {name: each["level"] for name, each in answer.marks.items()}
        said = actions.Said(answer.words, answer.share, levels)
        works = shown_works(answer, request.user)  # type: ignore[arg-type]
        rows.append(Asked(mark.question, answer, works, said, _levels(mark.question, levels), rubric_of(answer.marks)))
    if form is None or not form.is_bound:
        return rows
    typed = form.said(rows)
    return [
        Asked(row.question, row.answer, row.works, said, _levels(row.question, said.levels), row.rubric)
        for row, said in ((row, typed[str(row.question.key)]) for row in rows)
    ]


def _levels(question: Question, chosen: Any) -> list[tuple[Any, list[tuple[str, Any, int, bool]]]]:
    found = []
    for choice in question.choices.all():
        level = chosen.get(str(choice.key))
        found.append((choice, [(name, title, points, level == name) for name, (title, points) in LEVELS.items()]))
    return found


def _page(request: HttpRequest, found: Attempt, form: SharesForm, status: int = 200) -> HttpResponse:
    marks = queries.marks(found)
    context = {
        "attempt": found,
        "lesson": found.quiz.lesson,
        "course": found.quiz.lesson.course,
        "person": found.enrolment.person,
        "asked": _asked(request, found, form),
        "form": form,
        "so_far": queries.so_far(found, marks),
        "may_pin": False,
        "zone": business_zone(),
    }
    return render(request, "assessments/studio/attempt.html", context, status=status)
