"""What a player reports, and what an author asks of viewers."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.learning.models import FilmTerms
from tenant_apps.learning.played import Spans

_PLAYED = re.compile(r"^\d{1,5}-\d{1,5}(?:,\d{1,5}-\d{1,5}){0,199}$", re.ASCII)


class PlayedForm(forms.Form):
    """Which seconds were played since the last report, `0-10,42-60`, and where the player stands."""

    played = forms.RegexField(_PLAYED)
    seconds = forms.IntegerField(min_value=0, max_value=86_400)

    def clean_played(self) -> Spans:
        """Pairs of the first second and the one after the last."""
        pairs = (span.split("-") for span in self.cleaned_data["played"].split(","))
        return [(int(start), int(end)) for start, end in pairs if int(start) < int(end)]


class FilmTermsForm(forms.ModelForm):
    """What an author asks of viewers."""

    least_percent = forms.IntegerField(
        label=_("Must be watched, in percent"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Only seconds that were really played count. Empty: learners decide when they are done."),
    )

    class Meta:
        model = FilmTerms
        fields = ["least_percent", "names_viewer"]
        help_texts = {"names_viewer": _("Their name and email wander over the film, so that recordings have an owner.")}
