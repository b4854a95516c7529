"""Moments as the team types and reads them: on the business's own clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.moments import WallField
from tenant_apps.learning.release import zone_of


class MomentField(WallField):
    """A date and a time in the business's zone, whatever zone the request is in."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment; raises ValidationError."""
        found = super().to_python(value)
        return found.replace(tzinfo=zone_of(None)) if found is not None else None

    def prepare_value(self, value: Any) -> Any:
        """The wall clock of a moment."""
        return value.astimezone(zone_of(None)).replace(tzinfo=None) if isinstance(value, datetime) else value


def in_zone() -> str:
    """Which clock is meant."""
    return _("In %(zone)s.") % {"zone": zone_of(None).key}
