"""Several lessons at once, in the Studio."""

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions as learning
from tests.tenant_apps.courses.factories import FRAGMENT, course, module, shape
from tests.tenant_apps.learning.factories import enrolment


def ticked(desk, *numbers: int, **more: str) -> dict[str, object]:
    return {"lesson": [str(desk.lessons[number].key) for number in numbers], **more}


def test_two_tabs_reorder_and_the_second_gets_the_new_outline(desk, okafor) -> None:
    seen = desk.client.get(desk.root).context["order"]
    a, b, _c = desk.lessons
    first = {"position": 1, "module": str(desk.away.key), "seen": seen}
    desk.client.post(f"{desk.root}lessons/{a.key}/position/", first, headers=FRAGMENT)

    answer = desk.client.post(f"{desk.root}lessons/{b.key}/position/", {"position": 2, "seen": seen}, headers=FRAGMENT)

    assert (answer.status_code, "Somebody changed this outline" in answer.text) == (422, True)
    assert shape(okafor, desk.course) == [("Home", ["B", "C"]), ("Away", ["A"])]


def test_publish_and_unpublish_the_ticked(desk, okafor) -> None:
    desk.client.post(f"{desk.root}selection/", ticked(desk, 0, 2, act="unpublish"), headers=FRAGMENT)
    drafts = shape(okafor, desk.course)[0][1]
    desk.client.post(f"{desk.root}selection/", ticked(desk, 2, act="publish"), headers=FRAGMENT)

    assert (drafts, shape(okafor, desk.course)[0][1]) == (["B"], ["B", "C"])


def test_move_the_ticked_and_undo(desk, okafor) -> None:
    desk.client.post(f"{desk.root}selection/", ticked(desk, 0, 1, act="move", module=str(desk.away.key)))
    moved = shape(okafor, desk.course)
    desk.client.post(f"{desk.root}undo/", headers=FRAGMENT)

    assert moved == [("Home", ["C"]), ("Away", ["A", "B"])]
    assert shape(okafor, desk.course) == [("Home", ["A", "B", "C"]), ("Away", [])]


def test_deletion_says_who_finished_and_can_be_undone(desk, okafor) -> None:
    with enter(okafor):
        learning.complete_lesson(enrolment=enrolment(desk.course), lesson=desk.lessons[0])

    asked = desk.client.post(f"{desk.root}selection/deletion/", ticked(desk, 0, 1), headers=FRAGMENT)
    desk.client.post(f"{desk.root}selection/", ticked(desk, 0, 1, act="delete"), headers=FRAGMENT)
    gone = shape(okafor, desk.course)
    desk.client.post(f"{desk.root}undo/", headers=FRAGMENT)

    assert "1 learner began it, 1 finished" in asked.text
    assert (gone[0], shape(okafor, desk.course)[0]) == (("Home", ["C"]), ("Home", ["A", "B", "C"]))


def test_copy_the_ticked_to_another_course(desk, okafor) -> None:
    with enter(okafor):
        there = course("Elsewhere")
        module(there, "Last")

    desk.client.post(f"{desk.root}selection/", ticked(desk, 1, act="copy_away", course=str(there.key)))

    with enter(okafor):
        assert [(one.title, one.is_draft) for one in there.lessons.all()] == [("B", True)]


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"act": "publish"}, "Choose at least one lesson"),
        ({"act": "explode"}, "act"),
        ({"act": "move"}, "Choose where they go"),
        ({"act": "copy_away"}, "Choose where they go"),
    ],
)
def test_selection_that_says_nothing_is_refused_with_words(posted, words, desk) -> None:
    posted = posted if posted["act"] == "publish" else ticked(desk, 0) | posted

    answer = desk.client.post(f"{desk.root}selection/", posted, headers=FRAGMENT)

    assert (answer.status_code, words in answer.text) == (422, True)


def test_copy_from_the_menus(desk, okafor) -> None:
    desk.client.post(f"{desk.root}lessons/{desk.lessons[0].key}/copy/", headers=FRAGMENT)
    desk.client.post(f"{desk.root}modules/{desk.away.key}/copy/", headers=FRAGMENT)
    response = desk.client.post(f"{desk.root}copy/")

    with enter(okafor):
        titles = list(desk.home.lessons.order_by("position").values_list("title", flat=True))
        assert (titles, Course.objects.count()) == (["A", "A (copy)", "B", "C"], 2)
        assert desk.course.modules.count() == 3
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("posted", "status", "scheduled"),
    [
        ({"state": "later", "publishes_at": "2099-01-02T09:30", "zone": "Europe/Copenhagen"}, 200, "08:30"),
        ({"state": "later", "publishes_at": "2099-01-02T09:30", "zone": "Mars/Base"}, 200, "09:30"),
        ({"state": "later", "publishes_at": ""}, 422, None),
        ({"state": "later", "publishes_at": "2020-01-02T09:30"}, 422, None),
        ({"state": "soon"}, 422, None),
    ],
)
def test_lesson_is_scheduled_on_the_creators_wall(posted, status, scheduled, desk, okafor) -> None:
    url = f"{desk.root}lessons/{desk.lessons[0].key}/publication/"

    answer = desk.client.post(url, posted, headers=FRAGMENT)

    with enter(okafor):
        at = Lesson.objects.get(pk=desk.lessons[0].pk).publishes_at
    assert (answer.status_code, at and at.strftime("%H:%M")) == (status, scheduled)


def test_lesson_added_to_a_published_course_begins_as_a_draft(desk, okafor) -> None:
    desk.client.post(f"{desk.root}publication/")

    desk.client.post(f"{desk.root}modules/{desk.home.key}/lessons/", {"title": "D", "kind": "text"}, headers=FRAGMENT)

    with enter(okafor):
        assert Lesson.objects.get(title="D").is_draft
