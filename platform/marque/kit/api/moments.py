"""Days and moments a program sends, in the same years as those that people type."""

from datetime import date, datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from marque.kit.moments import YEARS

_OUTSIDE = {"year": format_lazy(_("Send a year from {first} to {last}."), first=YEARS[0], last=YEARS[-1])}


class MomentField(serializers.DateTimeField):
    """A date and time."""

    default_error_messages = _OUTSIDE

    def to_internal_value(self, value: Any) -> datetime:
        """As DRF reads it; raises ValidationError."""
        found: datetime = super().to_internal_value(value)
        if found.year not in YEARS:
            self.fail("year")
        return found


class DayField(serializers.DateField):
    """A day."""

    default_error_messages = _OUTSIDE

    def to_internal_value(self, value: Any) -> date:
        """As DRF reads it; raises ValidationError."""
        found: date = super().to_internal_value(value)
        if found.year not in YEARS:
            self.fail("year")
        return found
