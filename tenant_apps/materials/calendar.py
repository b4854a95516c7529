"""A live session as a file for calendars (RFC 5545)."""

from __future__ import annotations

from icalendar import Calendar, Event

from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.context import require_tenant
from tenant_apps.materials.models import LessonSession


def session_event(session: LessonSession) -> Event:
    """The event. It leads to the lesson, not into the session: the link is shown there while it is open."""
    lesson = session.lesson
    url = tenant_url(path_to("learning:lesson", lesson.course.slug, lesson.slug))
    event = Event()
    event.add("uid", f"{session.key}@{require_tenant().id}")
    event.add("dtstamp", session.changed_at or session.created_at)
    event.add("sequence", session.number)
    event.add("summary", f"{lesson.title} ({lesson.course.title})")
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("url", url)
    event.add("location", url)
    return event


def session_file(session: LessonSession) -> bytes:
    """A calendar with this one event."""
    calendar = Calendar()
    calendar.add("prodid", "-//Marque//Learning//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(session_event(session))
    return bytes(calendar.to_ical())
