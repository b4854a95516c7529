"""Lengths as people read them: `1 h 12 min` for sums, `6:04` for films."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()

_ICONS = {"video": "play", "quiz": "quiz", "assignment": "pen", "download": "download", "image": "image"} | {
    "audio": "volume",
    "pdf": "doc",
    "slides": "list",
    "hotspots": "image",
    "project": "check",
    "code": "branch",
    "embed": "globe",
    "survey": "chart",
    "live": "cal",
    "discussion": "people",
    "scorm": "bolt",
}


@register.filter
def minutes_long(minutes: int | None) -> str:
    """Minutes as `40 min`, `5 h` or `1 h 12 min`."""
    hours, rest = divmod(int(minutes or 0), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def timecode(seconds: float | None) -> str:
    """Seconds as `6:04` or `1:02:09`."""
    minutes, second = divmod(int(seconds or 0), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@register.filter
def lesson_long(lesson: object) -> str:
    """A film's own length, anything else in minutes, nothing when nobody said."""
    asset = getattr(lesson, "asset", None) if getattr(lesson, "kind", "") in ("video", "audio") else None
    if asset is not None and asset.duration_seconds:
        return timecode(asset.duration_seconds)
    minutes = getattr(lesson, "minutes", 0)
    return minutes_long(minutes) if minutes else ""


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of lesson."""
    return _ICONS.get(kind, "doc")
