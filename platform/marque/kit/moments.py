"""Days and moments that people type, in years that every calendar here has: in 9999 the next zone has no date left."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

YEARS = range(2000, 2201)
OUTSIDE = format_lazy(_("Give a year from {first} to {last}."), first=YEARS[0], last=YEARS[-1])


def check_year(found: date) -> None:
    """Of a day or a moment; raises ValidationError."""
    if found.year not in YEARS:
        raise ValidationError(OUTSIDE)


class DayField(forms.DateField):
    """A day."""

    widget = forms.DateInput(attrs={"type": "date"})
    default_validators = [check_year]


class WallField(forms.DateTimeField):
    """A date and a time on the wall of whoever types it, or of the request's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_validators = [check_year]
