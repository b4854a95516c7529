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
from tenant_apps.orders.left import back_path
from tenant_apps.people.models import Person
from tenant_apps.sequences.models import SequenceRun, SequenceStep

PURPOSE = "sequence-stop"
TEMPLATE = "sequences/mail/step"
# asks for a button at the end of the email; in plain text the address itself stands there
_BUTTONS = ("{course_link}", "{checkout_link}")


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
    text, button = step.body, next((each for each in _BUTTONS if each in step.body), "")
    for each in _BUTTONS:
        text = text.replace(each, "")
    text = fill(text, names)
    return {
        "text": fill(step.body, names),
        "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()],
        "button_link": names[button.strip("{}")] if button else "",
        "button_words": _button_words(button, names),
        "reminding": bool(names.get("reminding")),
        "stop_url": stop,
    }


def _button_words(button: str, names: dict[str, str]) -> str:
    if button == "{checkout_link}":
        return _("Back to your checkout")
    return _("Open %(course)s") % {"course": names["course"]}


def names_for(run: SequenceRun) -> dict[str, str]:
    """What `{first_name}` and its like stand for."""
    course, left = run.enrolment.course if run.enrolment else None, run.left_checkout
    path = path_to("learning:course", course.slug) if course else path_to("learning:dashboard")
    return {
        "offer": left.offer.title if left else "",
        "checkout_link": tenant_url(back_path(left)) if left else "",
        "reminding": "yes" if left else "",
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
        "offer": _("what they left"),
        "checkout_link": tenant_url("/"),
        "course": course.title if course else _("the course"),
        "course_link": tenant_url(path),
        "business": require_tenant().name,
    }
