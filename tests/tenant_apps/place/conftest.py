from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.learning import actions as learning
from tenant_apps.people.models import Person
from tenant_apps.place.who import who
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import enrolment, signed_in


@pytest.fixture
def carol(client_for, okafor: CurrentTenant) -> SimpleNamespace:
    """Carol, signed in, in the first of two lessons; `send` does acts for her device."""
    client = signed_in(client_for, okafor)
    with enter(okafor):
        course = published(lessons=2)
        place = enrolment(course)
        lesson, later = course.lessons.order_by("position")
        learning.open_lesson(enrolment=place, lesson=lesson)
        person = Person.objects.get(email="carol@example.com")
        word = who(person)

    def send(*acts: dict[str, Any], owner: str = word) -> Any:
        said = {"who": owner, "acts": list(acts)}
        return client.post("/learn/my/acts/", said, content_type="application/json")

    def note(text: str = "A thought", **more: Any) -> dict[str, Any]:
        return {
            "key": str(uuid4()),
            "kind": "note.keep",
            "note": str(uuid4()),
            "lesson": str(lesson.key),
            "text": text,
        } | more

    return SimpleNamespace(
        client=client, person=person, place=place, lesson=lesson, later=later, send=send, note=note, who=word
    )
