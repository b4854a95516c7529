"""What a learner asked to be written, and what is written of dates ahead until they want none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.http import tenant_url
from marque.kit.mail.attachments import Attachment
from marque.kit.mail.send import send_email
from marque.kit.signing import sign
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning.agenda import Ahead
from tenant_apps.learning.outline import OutlineLesson
from tenant_apps.learning.release import zone_of
from tenant_apps.people.models import Person
from tenant_apps.place.calendar import event_file
from tenant_apps.place.models import Reminder
from themes.brand import current_brand

PURPOSE = "reminder-stop"
DUE, LIVE = "due-stop", "live-stop"


def send_reminder(reminder: Reminder, step: OutlineLesson, at: datetime) -> None:
    """Where to go on; once for each time that was asked for."""
    person, stop = reminder.person, stop_url(reminder.person)
    url = tenant_url(path_to("learning:lesson", step.course.slug, step.lesson.slug))
    with translation.override(person.language or translation.get_language()):
        subject = _("A moment for %(course)s") % {"course": step.course.title}
    once_key = f"reminder:{reminder.key}:{at:%Y%m%d%H%M}"
    _send(person, subject, "reminder", once_key, stop, {"step": step, "url": url})


def send_due(person: Person, entries: Sequence[Ahead], once_key: str, now: datetime) -> None:
    """All that is due today or tomorrow, the soonest first; once."""
    stop = tenant_url(path_to("place:due_stop", sign(DUE, str(person.key))))
    with translation.override(person.language or translation.get_language()):
        subject = _due(person, entries, now)
    url = entries[0].url if len(entries) == 1 else path_to("place:agenda")
    lines = [{"ahead": each, "url": tenant_url(each.url)} for each in entries]
    _send(person, subject, "due", f"due:{once_key}", stop, {"lines": lines, "url": tenant_url(url)})


def _due(person: Person, entries: Sequence[Ahead], now: datetime) -> str:
    zone = zone_of(person)
    is_today = entries[-1].at.astimezone(zone).date() == now.astimezone(zone).date()
    if len(entries) == 1:
        said = _("%(title)s is due today") if is_today else _("%(title)s is due tomorrow")
        return said % {"title": entries[0].title}
    count = len(entries)
    if is_today:
        return ngettext("%(n)d thing is due today", "%(n)d things are due today", count) % {"n": count}
    return ngettext("%(n)d thing is due by tomorrow", "%(n)d things are due by tomorrow", count) % {"n": count}


def send_live(person: Person, ahead: Ahead, once_key: str, now: datetime) -> None:
    """That a live session begins within the hour, where to join it, and its event for a calendar; once."""
    stop = tenant_url(path_to("place:live_stop", sign(LIVE, str(person.key))))
    with translation.override(person.language or translation.get_language()):
        begins = time_format(ahead.at.astimezone(zone_of(person)), "H:i")
        subject = _("%(title)s begins at %(time)s") % {"title": ahead.title, "time": begins}
        event = ("session.ics", event_file(ahead, person, now), "text/calendar")
    about = {"ahead": ahead, "url": tenant_url(ahead.url)}
    _send(person, subject, "live", f"live:{once_key}", stop, about, [event])


def _send(
    person: Person,
    subject: str,
    letter: str,
    once_key: str,
    stop: str,
    about: dict[str, Any],
    attachments: Iterable[Attachment] = (),
) -> None:
    send_email(
        to=person.email,
        subject=subject,
        template=f"place/mail/{letter}",
        context={"person": person, "stop_url": stop, "title": subject, "zone": zone_of(person), **about},
        purpose=letter,
        attachments=attachments,
        once_key=once_key,
        language=person.language or None,
        reply_to=current_brand().support_email,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def stop_url(person: Person) -> str:
    """The signed address that stops reminders for one person."""
    return tenant_url(path_to("place:reminder_stop", sign(PURPOSE, str(person.key))))
