"""How the dashboard says hello."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tenant_apps.people.models import Person


def greeting(person: Person | None, at: datetime) -> str:
    """`Good evening, Sofia.`, by the clock on the learner's wall."""
    if 5 <= at.hour < 12:
        hello = _("Good morning")
    elif 12 <= at.hour < 18:
        hello = _("Good afternoon")
    else:
        hello = _("Good evening")
    name = person.first_name if person else ""
    return f"{hello}, {name}." if name else f"{hello}."
