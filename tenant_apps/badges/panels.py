"""Badges on a person's account page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tenant_apps.badges.models import BadgeAward
from tenant_apps.people.models import Person
from tenant_apps.people.panels import Panel, panel

SHOWN = 50


@panel("account", order=60)
def badges(person: Person) -> Panel | None:
    """What they hold, where they hold any."""
    awards = list(BadgeAward.objects.valid().filter(person=person).select_related("badge")[:SHOWN]) if person.pk else []
    return Panel(_("Badges"), "badges/_panel.html", {"awards": awards}) if awards else None
