"""The lesson editor: what follows an edit, and whose edit is kept."""

import json
import re

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


def opened(desk) -> str:
    """What the page, just opened, says it shows."""
    return shown_in(desk.client.get(f"{desk.root}lessons/{desk.lessons[0].key}/"))


def shown_in(page) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def test_who_saves_last_is_asked_and_loses_no_word(desk, okafor) -> None:
    first, second = opened(desk), opened(desk)
    save(desk, "Listen to the first number.", seen=first)

    asked = save(desk, "Listen to the last number.", title="A, retold", seen=second)
    before = kept(desk, okafor)
    again = save(desk, "Listen to the last number.", title="A, retold", seen=shown_in(asked))

    assert (asked.status_code, before.title, "first number" in before.body) == (409, "A", True)
    assert "<del>first</del> <ins>last</ins>" in asked.text and "<del>A</del> <ins>A, retold</ins>" in asked.text
    assert 'value="A, retold"' in asked.text and "Listen to the last number." in asked.text
    assert (again.status_code, kept(desk, okafor).title) == (302, "A, retold")


def test_what_was_changed_beside_the_text_is_not_lost_either(desk, okafor) -> None:
    seen = opened(desk)
    desk.client.post(f"{desk.root}lessons/{desk.lessons[0].key}/title/", {"title": "A, named again"})

    assert (save(desk, "Listen.", seen=seen).status_code, kept(desk, okafor).title) == (409, "A, named again")


def test_the_same_words_sent_twice_are_saved_once(desk, okafor) -> None:
    seen = opened(desk)

    answers = [save(desk, "Listen.", seen=seen).status_code for _time in "12"]

    with enter(okafor):
        assert (answers, kept(desk, okafor).versions.count()) == ([302, 302], 2)
