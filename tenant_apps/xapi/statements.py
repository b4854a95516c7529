"""A statement: who did what to which thing, how it went, and where it belongs (xAPI 1.0.3 part two, IEEE 9274.1.1).

Its id is made of everything in it that may not change, so that the same happening has the same id wherever and however
often it is told, and another content never comes under an id that a store knows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from marque.kit.http import tenant_url
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.models import Person
from tenant_apps.webhooks.actions import Told
from tenant_apps.xapi.words import COURSE, VERBS, type_of
from themes.brand import current_brand

_SPACE = UUID("7d0c1c8e-0a5e-5f6b-9c53-3b1a4f2a9d11")
# a store compares these; names and descriptions of things it does not
_FIXED = ("actor", "verb", "object", "result", "context", "timestamp")


@dataclass(frozen=True)
class Speaker:
    """How a business speaks of its learners: its address, its language, whether it names emails."""

    home: str
    language: str
    names_emails: bool

    def actor(self, person: Person) -> dict[str, Any]:
        """A learner: by an account of the business, which says nothing outside of it, or by email."""
        if self.names_emails:
            return {"objectType": "Agent", "mbox": f"mailto:{person.email}"}
        return {"objectType": "Agent", "account": {"homePage": self.home, "name": str(person.key)}}

    def course(self, course: Course) -> dict[str, Any]:
        """A course."""
        return self.thing(f"courses/{course.key}", COURSE, course.title)

    def lesson(self, lesson: Lesson) -> dict[str, Any]:
        """A lesson."""
        return self.thing(f"lessons/{lesson.key}", type_of(lesson.kind), lesson.title)

    def thing(self, path: str, type: str, name: str) -> dict[str, Any]:
        """Anything else, below the business's own address."""
        definition = {"type": type, "name": {self.language: name}}
        return {"objectType": "Activity", "id": f"{self.home}/xapi/{path}", "definition": definition}


def speaker(*, names_emails: bool) -> Speaker:
    """The business we are in."""
    return Speaker(tenant_url(""), current_brand().language or "en", names_emails)


def told(
    by: Speaker,
    verb: str,
    thing: dict[str, Any],
    *,
    place: Enrolment,
    at: datetime,
    result: dict[str, Any] | None = None,
    parents: tuple[dict[str, Any], ...] = (),
    context: dict[str, Any] | None = None,
) -> Told:
    """One statement about a learner with a place in a course, ready to be kept and sent."""
    around: dict[str, Any] = {"registration": str(place.key), **(context or {})}
    activities = around.pop("contextActivities", {})
    if parents:
        activities = {"parent": [{"objectType": "Activity", "id": each["id"]} for each in parents], **activities}
    if activities:
        around["contextActivities"] = activities
    statement = {
        "actor": by.actor(place.person),
        "verb": {"id": VERBS[verb], "display": {"en": verb}},
        "object": thing,
        **({"result": result} if result else {}),
        "context": around,
        "timestamp": at.astimezone(UTC).isoformat(),
    }
    return as_told(verb, statement, at)


def as_told(verb: str, statement: dict[str, Any], at: datetime) -> Told:
    """The statement with its id, written down byte for byte."""
    fixed = {name: statement.get(name) for name in _FIXED}
    fixed["verb"], fixed["object"] = statement["verb"]["id"], statement["object"]["id"]
    key = uuid5(_SPACE, json.dumps(fixed, sort_keys=True, ensure_ascii=False))
    whole = {"id": str(key), **statement}
    return Told(key, verb, json.dumps(whole, ensure_ascii=False, separators=(",", ":")), at)
