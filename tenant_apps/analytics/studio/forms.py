"""Forms about learners at risk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

HUSHES = [("7", _("for a week")), ("30", _("for a month")), ("", _("not at risk: on this occasion any more"))]


class LetterForm(forms.Form):
    """What is written to everybody picked."""

    subject = forms.CharField(label=_("Subject"), max_length=160)
    body = forms.CharField(
        label=_("Text"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("{first_name}, {name}, {course} and {business} are filled in for each of them."),
    )


class HushForm(forms.Form):
    """How long somebody is not shown, and why."""

    days = forms.ChoiceField(label=_("Don’t show them"), choices=HUSHES, required=False)
    reason = forms.CharField(label=_("Why"), max_length=300)
