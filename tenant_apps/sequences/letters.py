"""From a step to an email: names filled in, and a way to stop them."""

from __future__ import annotations

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.signing import sign
from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.context import require_tenant
from tenant_apps.courses.models import Course
from tenant_apps.people.models import Person
from tenant_apps.sequences.models import SequenceRun, SequenceStep

PURPOSE = "sequence-stop"
TEMPLATE = "sequences/mail/step"
# asks for a button at the end of the email; in plain text the address itself stands there
_BUTTON = "{course_link}"


def send(run: SequenceRun, step: SequenceStep) -> None:
    """Send a step to a person, once however often it is asked."""
    names, stop = names_for(run), stop_url(run.person)
    send_email(
        to=run.person.email,
        subject=fill(step.subject, names),
        template=TEMPLATE,
        context=content(step, names, stop),
        purpose="sequence",
        once_key=f"sequence:{run.key}:{step.key}",
        language=run.person.language or None,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def content(step: SequenceStep, names: dict[str, str], stop: str) -> dict[str, Any]:
    """What the templates need."""
    text = fill(step.body.replace(_BUTTON, ""), names)
    return {
        "text": fill(step.body, names),
        "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()],
        "course_link": names["course_link"] if _BUTTON in step.body else "",
        "course_title": names["course"],
        "stop_url": stop,
    }


def names_for(run: SequenceRun) -> dict[str, str]:
    """What `{first_name}` and its like stand for."""
    course = run.enrolment.course if run.enrolment else None
    path = path_to("learning:course", course.slug) if course else path_to("learning:dashboard")
    return {
        "first_name": run.person.first_name or run.person.email,
        "name": run.person.name or run.person.email,
        "course": course.title if course else "",
        "course_link": tenant_url(path),
        "business": require_tenant().name,
    }


def fill(text: str, names: dict[str, str]) -> str:
    """Put names into a text. Braces that name nothing stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), text)


def stop_url(person: Person) -> str:
    """The signed address that stops these emails for one person."""
    return tenant_url(path_to("sequences:stop", sign(PURPOSE, str(person.key))))


def sample(step: SequenceStep, course: Course | None) -> str:
    """The email as somebody called Sofia would get it, for the Studio's preview."""
    return render_to_string(f"{TEMPLATE}.html", content(step, sample_names(course), "#"))


def sample_names(course: Course | None) -> dict[str, str]:
    """The names in a preview."""
    path = path_to("learning:course", course.slug) if course else path_to("learning:dashboard")
    return {
        "first_name": "Sofia",
        "name": "Sofia Brandt",
        "course": course.title if course else _("the course"),
        "course_link": tenant_url(path),
        "business": require_tenant().name,
    }
