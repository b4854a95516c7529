"""The letter to a learner at risk: the creator's words in the brand, a button to the lesson, a way to stop."""

from __future__ import annotations

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.context import require_tenant
from tenant_apps.analytics.models import RiskLetter
from tenant_apps.courses.models import Course
from tenant_apps.people.models import Person
from tenant_apps.sequences.letters import fill, stop_url

TEMPLATE = "analytics/mail/word"


def first_words(by_name: str) -> dict[str, str]:
    """What stands in the form before anybody writes."""
    body = _(
        "Hello {first_name},\n\nI have not seen you in {course} for a while. Is something in the way? "
        "Answer this email: I read it myself.\n\n%(name)s"
    ) % {"name": by_name}
    return {"subject": _("How is it going with {course}?"), "body": body}


def send(letter: RiskLetter) -> None:
    """Send it, once however often it is asked."""
    enrolment = letter.risk.enrolment
    stop = stop_url(enrolment.person)
    names = names_for(enrolment.person, enrolment.course)
    send_email(
        to=enrolment.person.email,
        subject=fill(letter.subject, names),
        template=TEMPLATE,
        context=content(letter.body, names, enrolment.course, stop),
        purpose="at_risk",
        once_key=f"risk:{letter.risk.key}",
        language=enrolment.person.language or None,
        reply_to=letter.reply_to,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def names_for(person: Person, course: Course) -> dict[str, str]:
    """What `{first_name}` and its like stand for."""
    return {
        "first_name": person.first_name or person.email,
        "name": person.name or person.email,
        "course": course.title,
        "business": require_tenant().name,
    }


def content(body: str, names: dict[str, str], course: Course, stop: str) -> dict[str, Any]:
    """What the templates need."""
    text = fill(body, names)
    return {
        "text": text,
        "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()],
        "course": course,
        "url": tenant_url(path_to("learning:course", course.slug)),
        "stop_url": stop,
    }


def sample(body: str, person: Person, course: Course) -> str:
    """The email as this person would get it, for the preview."""
    return render_to_string(f"{TEMPLATE}.html", content(body, names_for(person, course), course, "#"))
