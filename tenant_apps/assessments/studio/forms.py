"""What a creator types about a quiz."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.assessments.models import Question, QuestionKind

SPARE_ROWS = 2
FEWEST_ROWS = 4
MOST_ROWS = 12


class PassMarkForm(forms.Form):
    """The share that must be right."""

    pass_mark = forms.IntegerField(label=_("Pass mark, in percent"), min_value=0, max_value=100)


class PlaceForm(forms.Form):
    """A place among the questions."""

    position = forms.IntegerField(min_value=1, max_value=10_000)


class QuestionForm(forms.Form):
    """A question and up to twelve answers; rows left empty are no answers."""

    text = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 2}), strip=True)
    kind = forms.ChoiceField(label=_("Learners choose"), choices=QuestionKind)
    explanation = forms.CharField(
        label=_("Shown after the answer"), widget=forms.Textarea(attrs={"rows": 2}), required=False, strip=True
    )

    def choices(self) -> list[tuple[str, bool]]:
        """The answers as typed: text, and whether it is right."""
        right = set(self.data.getlist("right"))
        return [(text.strip(), str(row) in right) for row, text in enumerate(self.data.getlist("answer")[:MOST_ROWS])]


def rows_of(form: QuestionForm, question: Question | None) -> list[tuple[str, bool]]:
    """What the answer rows show: what was typed, else what is stored, and some empty ones."""
    if form.is_bound:
        rows = [row for row in form.choices() if row[0]]
    else:
        rows = [(choice.text, choice.is_right) for choice in question.choices.all()] if question else []
    spare = max(FEWEST_ROWS - len(rows), SPARE_ROWS)
    return (rows + [("", False)] * spare)[:MOST_ROWS]


def stored(question: Question | None) -> dict[str, Any]:
    """A question as the form shows it."""
    if question is None:
        return {"kind": QuestionKind.SINGLE}
    return {"text": question.text, "kind": question.kind, "explanation": question.explanation}
