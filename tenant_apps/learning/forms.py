"""What a player reports."""

from django import forms


class PositionForm(forms.Form):
    """How far the film is, and how much was watched since the last report."""

    seconds = forms.IntegerField(min_value=0, max_value=86_400)
    watched = forms.IntegerField(min_value=0, max_value=86_400, required=False)

    def clean_watched(self) -> int:
        """Nothing said is nothing watched."""
        return self.cleaned_data["watched"] or 0
