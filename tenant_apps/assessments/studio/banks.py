"""Question banks in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.cursors import newest_first, number_in
from marque.kit.errors import Refused
from marque.kit.sheets import csv_response
from marque.kit.telling import telling
from tenant_apps.assessments import actions, figures, paper, sheets
from tenant_apps.assessments.models import MOST_CHOICES, Bank, BankQuestion
from tenant_apps.assessments.queries import versions_of
from tenant_apps.assessments.studio.forms import BankQuestionForm, rows_of, stored
from tenant_apps.assessments.whose import banks_of
from tenant_apps.courses.permissions import courses_of, may_build

PAGE = 50


class BankForm(forms.Form):
    """What a bank is called."""

    title = forms.CharField(label=_("Title"), max_length=120, strip=True)


class FileForm(forms.Form):
    """A file of questions."""

    file = forms.FileField(label=_("CSV file"))


@may_build
@require_http_methods(["GET", "POST"])
def banks(request: HttpRequest) -> HttpResponse:
    """All of them, and a new one."""
    form = BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_bank(by=request.user, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            return redirect("studio_banks:bank", made.key)
    rows = banks_of(request.user).annotate(
        holds=Count("questions", distinct=True), used=Count("drawn_by", distinct=True)
    )
    context = {"rows": rows, "form": form}
    return render(request, "assessments/studio/banks.html", context, status=422 if form.errors else 200)


@may_build
@require_GET
def bank(request: HttpRequest, bank: UUID) -> HttpResponse:
    """Its questions, by words and by tag, a page at a time."""
    for name in ("q", "tag"):
        if "\0" in request.GET.get(name, ""):
            words = _now("“%(name)s” holds a character that no text has (NUL). Take it out.") % {"name": name}
            return HttpResponseBadRequest(words, "text/plain; charset=utf-8")
    return _shown(request, get_object_or_404(banks_of(request.user), key=bank))


@may_build
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, bank: UUID, question: UUID | None = None) -> HttpResponse:
    """Write a question, or rewrite one."""
    home = get_object_or_404(banks_of(request.user), key=bank)
    asked = get_object_or_404(home.questions, key=question) if question else None
    before = paper.read(asked.sheet) if asked else None
    tags = {"tags": ", ".join(asked.tags)} if asked else {}
    form = BankQuestionForm(request.POST or None, initial=stored(before) | tags, user=request.user)
    if request.method == "POST" and form.is_valid() and _written(request, form, home, asked):
        return redirect("studio_banks:bank", bank)
    context = {"bank": home, "question": asked, "form": form, "rows": rows_of(form, before), "most": MOST_CHOICES}
    context["versions"] = versions_of(asked.key) if asked else []
    context["figures"] = figures.figures_of([asked], courses_of(request.user))[0] if asked else None
    return render(request, "assessments/studio/bank_question.html", context, status=422 if form.errors else 200)


@may_build
@require_POST
def question_removal(request: HttpRequest, bank: UUID, question: UUID) -> HttpResponse:
    """Delete a question."""
    home = get_object_or_404(banks_of(request.user), key=bank)
    asked = get_object_or_404(home.questions.select_related("bank"), key=question)
    with telling(request, _now("Deleted. Attempts that drew it keep it.")):
        actions.delete_bank_question(question=asked, by=request.user)
    return redirect("studio_banks:bank", bank)


@may_build
@require_POST
def removal(request: HttpRequest, bank: UUID) -> HttpResponse:
    """Delete a bank nobody draws from."""
    with telling(request, _now("Deleted.")):
        actions.delete_bank(bank=get_object_or_404(banks_of(request.user), key=bank), by=request.user)
        return redirect("studio_banks:banks")
    return redirect("studio_banks:bank", bank)


@may_build
@require_GET
def export(request: HttpRequest, bank: UUID) -> HttpResponse:
    """All of it as a file, with how each question went; what is brought in leaves that aside."""
    home = get_object_or_404(banks_of(request.user), key=bank)
    questions = list(home.questions.order_by("pk"))
    told = figures.figures_of(questions, courses_of(request.user))
    rows = ((*row, *each.cells) for row, each in zip(sheets.rows_of(questions), told, strict=True))
    return csv_response("questions", (*sheets.COLUMNS, *figures.COLUMNS), rows)


@may_build
@require_POST
def bringing_in(request: HttpRequest, bank: UUID) -> HttpResponse:
    """Questions from a file, with what is wrong by line."""
    home, form = get_object_or_404(banks_of(request.user), key=bank), FileForm(request.POST, request.FILES)
    wrong: list[sheets.Wrong] = []
    if form.is_valid():
        try:
            n = sheets.bring_in(bank=home, content=form.cleaned_data["file"].read(sheets.LARGEST + 1), by=request.user)
        except Refused as refused:
            form.add_error("file", str(refused))
            wrong = getattr(refused, "wrong", [])
        else:
            messages.success(request, _now("%(n)d questions are in.") % {"n": n})
            return redirect("studio_banks:bank", bank)
    return _shown(request, home, file_form=form, wrong=wrong)


def _written(request: HttpRequest, form: BankQuestionForm, home: Bank, asked: BankQuestion | None) -> bool:
    try:
        actions.write_bank_question(
            bank=home,
            question=asked,
            choices=form.choices(),
            marking=form.marking(),
            details=form.details(),
            tags=form.cleaned_data["tags"].split(","),
            by=request.user,
            **{name: form.cleaned_data[name] for name in ("text", "kind", "explanation")},
        )
    except Refused as refused:
        refused.show_in(form)
        return False
    messages.success(request, _now("Saved the question."))
    return True


def _shown(request: HttpRequest, home: Bank, **more: Any) -> HttpResponse:
    words, tag = (request.GET.get(name, "").strip().lower()[:100] for name in ("q", "tag"))
    rows = home.questions.all()
    if words:
        rows = rows.filter(text__icontains=words)
    if tag:
        rows = rows.filter(tags__contains=[tag])
    page = newest_first(rows, before=number_in(request.GET.get("before")), size=PAGE)
    context = {
        "bank": home,
        "rows": list(zip(page.rows, figures.figures_of(page.rows, courses_of(request.user)), strict=True)),
        "more": page.more,
        "q": words,
        "tag": tag,
        "draws": home.drawn_by.filter(quiz__lesson__course__in=courses_of(request.user)).select_related(
            "quiz__lesson__course"
        ),
        "file_form": FileForm(),
        **more,
    }
    return render(request, "assessments/studio/bank.html", context, status=422 if more else 200)
