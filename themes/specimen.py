"""What the specimen page shows: a real form with real errors, and sample data."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from themes.icons import ICONS


class SpecimenForm(forms.Form):
    """One of each kind of control."""

    email = forms.EmailField(label="Email", help_text="We send your sign-in link here.")
    code = forms.CharField(label="Security code", max_length=3)
    country = forms.ChoiceField(label="Country", choices=[("de", "Germany"), ("pt", "Portugal")])
    about = forms.CharField(label="What do you sell?", widget=forms.Textarea, required=False)
    pay = forms.ChoiceField(
        label="How to pay",
        choices=[("card", "Card, straight away"), ("debit", "Bank debit, 2 to 4 days")],
        widget=forms.RadioSelect,
    )
    weeks = forms.MultipleChoiceField(
        label="Weeks",
        choices=[("1", "Hear the first number"), ("2", "Know your floor")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    company = forms.BooleanField(label="Bill to a company", required=False)
    portrait = forms.FileField(label="Portrait", required=False, help_text="A square works best.")

    def clean_code(self) -> str:
        """Always refuses, to show an error."""
        raise forms.ValidationError(_("Three digits, on the back of the card."))


def specimen_context(request: HttpRequest) -> dict[str, Any]:
    """The page's context."""
    form = SpecimenForm(
        {"code": "12", "pay": "card", "weeks": ["1"], "email": "sofia@example.com", "company": "on", "country": "de"}
    )
    return {"form": form, "icons": sorted(ICONS)}
