"""A learner's calendar feed (RFC 5545, RFC 7986): what opens, what is due, live sessions, the days of their cohorts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from marque.kit import signing
from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.context import require_tenant
from tenant_apps.learning.agenda import Ahead
from tenant_apps.learning.models import CohortPlace
from tenant_apps.learning.outline import Opening
from tenant_apps.learning.queries import live_enrolments, next_openings, outlines_for
from tenant_apps.learning.release import zone_of
from tenant_apps.materials.agenda import Meeting
from tenant_apps.materials.calendar import session_event
from tenant_apps.people.models import Person
from tenant_apps.place.agenda import dates
from tenant_apps.place.models import CalendarAddress

PURPOSE = "calendar"
AHEAD_DAYS = 400
LONG = timedelta(minutes=30)
# what was to be done stays for a while where it stood
KEPT = timedelta(days=30)


def token_of(address: CalendarAddress) -> str:
    """What makes the address unguessable; it holds as long as its number does."""
    return signing.sign(PURPOSE, [str(address.person.key), address.number])


def person_behind(token: str) -> Person | None:
    """Whose calendar an address shows; nobody's once they made a new one. Raises BadSignature."""
    key, number = signing.unsign(PURPOSE, token)
    address = CalendarAddress.objects.select_related("person").filter(person__key=key, number=number).first()
    return address.person if address else None


def feed(person: Person, *, site: str, name: str, now: datetime) -> bytes:
    """The calendar as a file; `site` begins its addresses. The same bytes as long as nothing changed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Marque//Learning//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(zone_of(person)))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    places = live_enrolments(person)
    outlines = outlines_for(places, now)
    begun = {place.course_id: place.started_at for place in places}
    for opening in next_openings(outlines, now, days=AHEAD_DAYS):
        calendar.add_component(_opening(opening, person, site, begun[opening.course.pk]))
    for place in CohortPlace.objects.filter(enrolment__in=places).select_related("cohort", "enrolment__course"):
        for event in _cohort(place, site):
            calendar.add_component(event)
    for each in dates(person, now - KEPT, now + timedelta(days=AHEAD_DAYS)):
        calendar.add_component(_dated(each, person, site, begun[each.course.pk]))
    return bytes(calendar.to_ical())


def event_file(ahead: Ahead, person: Person, stamp: datetime) -> bytes:
    """A calendar with one event, the same that the feed has."""
    calendar = Calendar()
    calendar.add("prodid", "-//Marque//Learning//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_dated(ahead, person, tenant_url(""), stamp))
    return bytes(calendar.to_ical())


def _event(uid: str, stamp: datetime, summary: str, url: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{require_tenant().id}")
    event.add("dtstamp", stamp)
    event.add("summary", summary)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event


def _opening(opening: Opening, person: Person, site: str, stamp: datetime) -> Event:
    first = opening.lessons[0]
    summary = _("%(what)s opens (%(course)s)") % {"what": opening.title, "course": opening.course.title}
    event = _event(f"{first.lesson.key}-{person.key}", first.lesson.changed_at or stamp, summary, site + first.url)
    event.add("dtstart", opening.opens_at)
    event.add("dtend", opening.opens_at + LONG)
    event.add("description", "\n".join(line.lesson.title for line in opening.lessons))
    return event


def _dated(ahead: Ahead, person: Person, site: str, stamp: datetime) -> Event:
    """A live session from its beginning to its end; of what is due, the half hour before."""
    if isinstance(ahead, Meeting):
        # the event that the lesson's own file has, so that a calendar with both shows one
        return session_event(ahead.session)
    words = _("%(what)s (%(course)s)") if ahead.kind == "live" else _("%(what)s is due (%(course)s)")
    summary = words % {"what": ahead.title, "course": ahead.course.title}
    event = _event(f"{ahead.uid}-{person.key}", stamp, summary, site + ahead.url)
    event.add("dtstart", ahead.at if ahead.until else ahead.at - LONG)
    event.add("dtend", ahead.until or ahead.at)
    if ahead.join:
        event.add("location", ahead.join)
    return event


def _cohort(place: CohortPlace, site: str) -> list[Event]:
    cohort, course = place.cohort, place.enrolment.course
    url = site + path_to("learning:course", course.slug)
    days = [("begins", cohort.starts_on, _("%(cohort)s begins (%(course)s)"))]
    if cohort.ends_on:
        days.append(("ends", cohort.ends_on, _("Last day of %(cohort)s (%(course)s)")))
    events = []
    for which, day, words in days:
        summary = words % {"cohort": cohort.name, "course": course.title}
        event = _event(f"{cohort.key}-{which}-{place.enrolment.key}", place.created_at, summary, url)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        events.append(event)
    return events
