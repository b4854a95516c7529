"""What a person may say about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.zones import zones_by_region


def time_zones() -> list[tuple[str, Any]]:
    """Places to choose from, by region."""
    return [("", _("The time zone of this site")), ("UTC", "UTC"), *zones_by_region()]


class ProfileForm(forms.Form):
    """Name, time zone, language."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Written on your receipts and certificates."),
        error_messages={"required": _("Type the name to write on your certificates.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        required=False,
        help_text=_("Dates and times on this site follow it."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [("", _("The language of this site")), *settings.LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
