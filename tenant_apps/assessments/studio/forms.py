"""What a creator types about a quiz."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenant_apps.assessments.actions import Details, Marking
from tenant_apps.assessments.kinds import Draft
from tenant_apps.assessments.models import (
    MOST_CHOICES,
    MOST_WORDS,
    Bank,
    Choice,
    Question,
    QuestionKind,
    Quiz,
    Reveal,
)
from tenant_apps.assessments.studio.pictures import PictureSelect, offer_pictures
from tenant_apps.assessments.whose import banks_of
from tenant_apps.learning.moments import MomentField
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset

SPARE_ROWS = 2
FEWEST_ROWS = 4


class RulesForm(forms.Form):
    """How a quiz is taken."""

    pass_mark = forms.IntegerField(label=_("Pass mark, in percent"), min_value=0, max_value=100)
    attempts_allowed = forms.IntegerField(
        label=_("Attempts"), help_text=_("Empty: as many as they like."), min_value=1, required=False
    )
    minutes_allowed = forms.IntegerField(
        label=_("Minutes for an attempt"),
        help_text=_("Empty: no hurry. The time goes on when the page is closed."),
        min_value=1,
        required=False,
    )
    due_at = MomentField(
        label=_("Open until"),
        help_text=_("Empty: for good. A cohort’s deadline goes before it; a learner may have more time."),
        required=False,
    )
    draws = forms.IntegerField(
        label=_("Questions drawn at random"), help_text=_("Empty: all of them."), min_value=1, required=False
    )
    shuffles = forms.BooleanField(label=_("Another order for everybody"), required=False)
    reveals = forms.ChoiceField(label=_("Right answers are shown"), choices=Reveal)


class PlaceForm(forms.Form):
    """A place among the questions."""

    position = forms.IntegerField(min_value=1, max_value=10_000)


def _words(label: Promise) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_WORDS, required=False)


class QuestionForm(forms.Form):
    """A question and its answers; rows left empty are no answers."""

    text = forms.CharField(
        label=_("Question"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Gaps to fill are written with what belongs in them: {{endings|ends}}."),
        strip=True,
    )
    kind = forms.ChoiceField(label=_("Learners answer with"), choices=QuestionKind)
    explanation = forms.CharField(
        label=_("Shown after the answer"), widget=forms.Textarea(attrs={"rows": 2}), required=False, strip=True
    )
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=100, required=False)
    penalty = forms.IntegerField(
        label=_("Taken off for a wrong answer, in percent of its points"), min_value=0, max_value=100, required=False
    )
    takes_parts = forms.BooleanField(label=_("A part of it right counts as a part"), required=False)
    tolerance = forms.CharField(
        label=_("It may be off by"),
        help_text=_("A number; of a place, in percent of the picture."),
        max_length=20,
        required=False,
    )
    is_case_sensitive = forms.BooleanField(label=_("Capital letters matter"), required=False)
    picture = forms.ModelChoiceField(
        label=_("Picture"),
        help_text=_("Of your files. Places are drawn on it."),
        queryset=Asset.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("None"),
        widget=PictureSelect,
    )
    least_words = _words(_("At least so many words"))
    most_words = _words(_("At most so many words"))
    file_kinds = forms.MultipleChoiceField(
        label=_("Kinds of files"),
        help_text=_("None ticked: all of them."),
        choices=Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_pictures(self, "picture", user)

    def choices(self) -> list[Draft]:
        """The answers as typed."""
        right = set(self.data.getlist("right"))
        texts, matches, words = (self.data.getlist(name)[:MOST_CHOICES] for name in ("answer", "match", "feedback"))
        rows = zip_longest(texts, matches[: len(texts)], words[: len(texts)], fillvalue="")
        return [
            Draft(self._name(row, text.strip(), match.strip()), str(row) in right, match.strip(), feedback.strip())
            for row, (text, match, feedback) in enumerate(rows)
        ]

    def _name(self, row: int, text: str, match: str) -> str:
        """A place on a picture needs no name of its own."""
        is_place = self.data.get("kind") == QuestionKind.HOT_SPOT and match
        return text or (gettext("Place %(n)d") % {"n": row + 1} if is_place else "")

    def marking(self) -> Marking:
        """What the question is worth; what was left empty is as usual."""
        said = {name: self.cleaned_data[name] for name in ("takes_parts", "tolerance", "is_case_sensitive")}
        return Marking(points=self.cleaned_data["points"] or 1, penalty=self.cleaned_data["penalty"] or 0, **said)

    def details(self) -> Details:
        """What some kinds ask for besides."""
        names = ("picture", "least_words", "most_words", "file_kinds")
        return Details(**{name: self.cleaned_data[name] for name in names})


class BankQuestionForm(QuestionForm):
    """A question of a bank, with what it is found by."""

    tags = forms.CharField(
        label=_("Tags"), help_text=_("With commas between them."), max_length=500, required=False, strip=True
    )


class DrawForm(forms.Form):
    """From which bank a quiz draws, and how many."""

    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Bank.objects.none(), to_field_name="key")
    tag = forms.CharField(label=_("Only with the tag"), max_length=40, required=False, strip=True)
    count = forms.IntegerField(label=_("Questions"), min_value=1, max_value=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks_of(user)


def rows_of(form: QuestionForm, question: Question | None) -> list[Draft]:
    """What the answer rows show: what was typed, else what is stored, and some empty ones."""
    if form.is_bound:
        rows = [row for row in form.choices() if row.text]
    else:
        rows = [_draft(choice) for choice in question.choices.all()] if question else []
    spare = max(FEWEST_ROWS - len(rows), SPARE_ROWS)
    return (rows + [Draft("")] * spare)[:MOST_CHOICES]


def stored(question: Question | None) -> dict[str, Any]:
    """A question as the form shows it."""
    if question is None:
        return {"kind": QuestionKind.SINGLE, "points": 1, "penalty": 0}
    return {name: getattr(question, name) for name in QuestionForm.base_fields}


def stored_rules(quiz: Quiz) -> dict[str, Any]:
    """The rules as the form shows them."""
    return {name: getattr(quiz, name) for name in RulesForm.base_fields}


def _draft(choice: Choice) -> Draft:
    return Draft(choice.text, choice.is_right, choice.match, choice.feedback)
