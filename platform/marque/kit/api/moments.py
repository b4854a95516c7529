"""Days and moments a program sends, in the same years as those that people type."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from marque.kit.moments import EARLIEST_YEAR, LATEST_YEAR

_YEARS = {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
_OUTSIDE = {"year": _("Send a year from %(first)s to %(last)s.") % _YEARS}


class MomentField(serializers.DateTimeField):
    """A date and time."""

    default_error_messages = _OUTSIDE

    def to_internal_value(self, value: Any) -> datetime:
        """As DRF reads it; raises ValidationError."""
        found: datetime = super().to_internal_value(value)
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            self.fail("year")
        return found


class DayField(serializers.DateField):
    """A day."""

    default_error_messages = _OUTSIDE

    def to_internal_value(self, value: Any) -> date:
        """As DRF reads it; raises ValidationError."""
        found: date = super().to_internal_value(value)
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            self.fail("year")
        return found
