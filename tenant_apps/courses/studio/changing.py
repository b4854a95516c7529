"""Whether a change of a lesson matters to its learners, as its editors ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ChangeForm(forms.Form):
    """Whether a change matters to learners, and what to say."""

    CHOICES = [
        ("minor", gettext_lazy("A small change: nobody is told")),
        ("tell", gettext_lazy("Tell learners who finished the lesson")),
    ]

    change = forms.ChoiceField(
        label=gettext_lazy("This change"), choices=CHOICES, widget=forms.RadioSelect, initial="minor", required=False
    )
    note = forms.CharField(
        label=gettext_lazy("What changed, in a sentence"), max_length=200, required=False, strip=True
    )

    def clean(self) -> dict[str, Any]:
        """Telling needs words."""
        cleaned = super().clean() or {}
        if cleaned.get("change") == "tell" and not cleaned.get("note"):
            self.add_error("note", _("Say in a sentence what changed."))
        return cleaned

    def told(self) -> str:
        """The sentence for learners; none for a small change."""
        note: str = self.cleaned_data["note"]
        return note if self.cleaned_data["change"] == "tell" else ""
