"""When something opens, in the learner's own time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.clock import now

register = template.Library()


@register.filter
def moment(at: datetime, zone: ZoneInfo) -> str:
    """`Mon 30 Nov, 09:00`."""
    return date_format(at.astimezone(zone), "D j M, H:i")


@register.filter
def day(at: datetime, zone: ZoneInfo) -> str:
    """`Mon 30 Nov`."""
    return date_format(at.astimezone(zone), "D j M")


@register.filter
def day_in_full(at: datetime, zone: ZoneInfo) -> str:
    """`4 October 2026`."""
    return date_format(at.astimezone(zone), "j F Y")


@register.filter
def local(at: datetime, zone: ZoneInfo) -> datetime:
    """The same moment on the learner's clock."""
    return at.astimezone(zone)


@register.filter
def weekday(at: datetime, zone: ZoneInfo) -> str:
    """`Mon`."""
    return date_format(at.astimezone(zone), "D")


@register.filter
def opening(at: datetime | None, zone: ZoneInfo) -> str:
    """`Opens Mon 30 Nov, 09:00`, or that nobody knows the day."""
    return _("Opens %(moment)s") % {"moment": moment(at, zone)} if at is not None else _("Opens later")


@register.filter
def opens_in(at: datetime, zone: ZoneInfo) -> str:
    """`Opens today`, `Opens tomorrow`, `Opens in 9 days`, counted in the learner's calendar."""
    days = (at.astimezone(zone).date() - now().astimezone(zone).date()).days
    if days <= 0:
        return _("Opens today")
    if days == 1:
        return _("Opens tomorrow")
    return ngettext("Opens in %(days)d day", "Opens in %(days)d days", days) % {"days": days}
