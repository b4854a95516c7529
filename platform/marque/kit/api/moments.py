"""Moments a program sends, in years that every calendar here has."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

LATEST_YEAR = 2200


class MomentField(serializers.DateTimeField):
    """A date and time up to 2200: in the year 9999 the next time zone has no date left."""

    default_error_messages = {"late": _("The latest year is %(year)s. Send null for no end.") % {"year": LATEST_YEAR}}

    def to_internal_value(self, value: Any) -> datetime:
        """As DRF reads it; raises ValidationError."""
        found: datetime = super().to_internal_value(value)
        if found.year > LATEST_YEAR:
            self.fail("late")
        return found
