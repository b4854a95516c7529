"""The lesson editor: what follows an edit."""

import json

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.courses import actions
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.rules import after_days


def body(text: str) -> str:
    """A paragraph, as the rich text editor sends it."""
    block = {"key": "a", "type": "unstyled", "text": text, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def save(desk, text: str, minutes: int = 0, **more: str):
    said = {"title": "A", "slug": "a", "kind": "text", "body": body(text), "minutes": str(minutes), "asset": ""}
    return desk.client.post(f"{desk.root}lessons/{desk.lessons[0].key}/", {**said, **more})


def kept(desk, okafor) -> Lesson:
    with enter(okafor):
        return Lesson.objects.get(pk=desk.lessons[0].pk)


def test_a_length_nobody_said_follows_what_is_typed(desk, okafor) -> None:
    lengths = []
    for words, shown in ((400, 0), (800, 2), (1200, 9), (200, 9)):
        save(desk, "word " * words, minutes=shown)
        lengths.append(kept(desk, okafor).minutes)

    assert lengths == [2, 4, 9, 9]


def test_a_lesson_that_becomes_a_preview_has_its_course_looked_at(desk, okafor) -> None:
    with enter(okafor):
        actions.set_rule(part=desk.lessons[0], rule=after_days(7))
    told = []
    for more in ({}, {"is_preview": "on"}, {"is_preview": "on"}, {}):
        save(desk, "Listen.", **more)
        with enter(okafor):
            told.append(Event.objects.filter(fact="courses.ReleaseChanged").count())

    assert [after - told[0] for after in told] == [0, 1, 1, 2]
