"""Columns of lists in the Studio."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column


class DayColumn(Column):
    """The day of a moment, where the business is; nothing where there is none."""

    def get_value(self, instance: Any) -> str:
        """As people write it."""
        moment = super().get_value(instance)
        return date_format(timezone.localtime(moment), "j M Y") if moment else ""
