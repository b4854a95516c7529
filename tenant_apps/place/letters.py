"""What a learner asked to be written."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.signing import sign
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning.outline import OutlineLesson
from tenant_apps.people.models import Person
from tenant_apps.place.models import Reminder
from themes.brand import current_brand

PURPOSE = "reminder-stop"


def send_reminder(reminder: Reminder, step: OutlineLesson, at: datetime) -> None:
    """Where to go on; once for each time that was asked for."""
    person, stop = reminder.person, stop_url(reminder.person)
    url = tenant_url(path_to("learning:lesson", step.course.slug, step.lesson.slug))
    with translation.override(person.language or translation.get_language()):
        subject = _("A moment for %(course)s") % {"course": step.course.title}
    send_email(
        to=person.email,
        subject=subject,
        template="place/mail/reminder",
        context={"person": person, "step": step, "url": url, "stop_url": stop, "title": subject},
        purpose="reminder",
        once_key=f"reminder:{reminder.key}:{at:%Y%m%d%H%M}",
        language=person.language or None,
        reply_to=current_brand().support_email,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def stop_url(person: Person) -> str:
    """The signed address that stops reminders for one person."""
    return tenant_url(path_to("place:reminder_stop", sign(PURPOSE, str(person.key))))
