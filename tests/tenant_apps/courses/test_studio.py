import json
import re

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.studio.pages import PAGE
from tenant_apps.learning import actions as learning
from tests.tenant_apps.courses.factories import FRAGMENT, course, creator, lesson, module, shape, share
from tests.tenant_apps.learning.factories import START, enrolment, signed_in


def test_outline_is_for_those_who_build(desk, client_for, okafor) -> None:
    support = creator(client_for, okafor, Role.SUPPORT, "sam@example.com")
    author = creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    stranger = creator(client_for, okafor, Role.AUTHOR, "ben@example.com")
    with enter(okafor):
        share(desk.course, "ann@example.com")
    learner = signed_in(client_for, okafor)

    everybody = (desk.client, author, stranger, support, learner, client_for(okafor))
    assert [who.get(desk.root).status_code == 200 for who in everybody] == [
        True, True, False, False, False, False
    ]  # fmt: skip


def test_outline_of_another_business_is_missing(desk, client_for, other) -> None:
    charlie = creator(client_for, other, email="charlie@example.com")

    assert charlie.get(desk.root).status_code == 404


def test_move_lesson_answers_with_the_fresh_board(desk, okafor) -> None:
    url = f"{desk.root}lessons/{desk.lessons[0].key}/position/"

    response = desk.client.post(url, {"module": str(desk.away.key), "position": 1}, headers=FRAGMENT)

    assert (response.status_code, "<html" in response.content.decode(), shape(okafor, desk.course)) == (
        200,
        False,
        [("Home", ["B", "C"]), ("Away", ["A"])],
    )


def test_undo_puts_the_last_move_back_after_a_reload(desk, okafor) -> None:
    url = f"{desk.root}lessons/{desk.lessons[0].key}/position/"
    desk.client.post(url, {"module": str(desk.away.key), "position": 1}, headers=FRAGMENT)
    desk.client.get(desk.root)

    desk.client.post(f"{desk.root}undo/", headers=FRAGMENT)

    assert shape(okafor, desk.course) == [("Home", ["A", "B", "C"]), ("Away", [])]


def test_undo_of_nothing_says_so(desk) -> None:
    assert desk.client.post(f"{desk.root}undo/", headers=FRAGMENT).status_code == 422


def test_move_module_works_without_scripts(desk, okafor) -> None:
    response = desk.client.post(f"{desk.root}modules/{desk.away.key}/position/", {"position": 1})

    assert (response.status_code, [title for title, _ in shape(okafor, desk.course)]) == (302, ["Away", "Home"])


@pytest.mark.parametrize("position", ["", "0", "x", "-3"])
def test_move_to_nowhere_is_refused_with_words(position: str, desk) -> None:
    url = f"{desk.root}lessons/{desk.lessons[0].key}/position/"

    response = desk.client.post(url, {"position": position}, headers=FRAGMENT)

    assert (response.status_code, 'role="alert"' in response.content.decode()) == (422, True)


def test_move_into_another_courses_module_is_refused(desk, okafor) -> None:
    with enter(okafor):
        stray = module(course("Other"))
    url = f"{desk.root}lessons/{desk.lessons[0].key}/position/"

    response = desk.client.post(url, {"module": str(stray.key), "position": 1}, headers=FRAGMENT)

    assert (response.status_code, shape(okafor, desk.course)[0]) == (422, ("Home", ["A", "B", "C"]))


def test_add_rename_and_release(desk, okafor) -> None:
    desk.client.post(f"{desk.root}modules/", {"title": "Third"})
    desk.client.post(f"{desk.root}modules/{desk.home.key}/lessons/", {"title": "D", "kind": "video"})
    desk.client.post(f"{desk.root}lessons/{desk.lessons[0].key}/title/", {"title": "A, again"})
    desk.client.post(f"{desk.root}modules/{desk.away.key}/settings/", {"title": "Away", "days": "14"})
    settings = {"title": "B", "opens": "days", "days": "3", "minutes": "12", "is_preview": "on"}
    desk.client.post(f"{desk.root}lessons/{desk.lessons[1].key}/settings/", settings)

    with enter(okafor):
        b = Lesson.objects.get(title="B")
        days = Module.objects.get(title="Away").wait_days
    assert (shape(okafor, desk.course), days, b.wait_days, b.minutes, b.is_preview) == (
        [("Home", ["A, again", "B", "C", "D"]), ("Away", []), ("Third", [])],
        14,
        3,
        12,
        True,
    )


def test_the_panel_saves_only_what_was_changed_in_it(desk, okafor) -> None:
    lesson, url = desk.lessons[1], f"{desk.root}lessons/{desk.lessons[1].key}/settings/"
    with enter(okafor):
        actions.update_lesson(lesson=lesson, is_preview=True, minutes=12)
    page = desk.client.get(f"{desk.root}?lesson={lesson.key}").content.decode()
    shown = dict(re.findall(r'type="hidden" name="(initial-\w+)" value="([^"]*)"', page))
    with enter(okafor):
        actions.rename_lesson(lesson=lesson, title="Renamed beside")
    settings = {"title": shown["initial-title"], "opens": shown["initial-opens"], "minutes": "44", "is_preview": "on"}

    desk.client.post(url, {**shown, **settings})
    kept = held(lesson, okafor)
    settings.pop("is_preview")
    desk.client.post(url, {**shown, **settings})

    assert (kept, held(lesson, okafor)) == (("Renamed beside", 44, True), ("Renamed beside", 44, False))


def test_the_panel_of_a_page_from_before_saves_all_it_says(desk, okafor) -> None:
    lesson = desk.lessons[1]
    with enter(okafor):
        actions.update_lesson(lesson=lesson, is_preview=True, minutes=12)

    desk.client.post(f"{desk.root}lessons/{lesson.key}/settings/", {"title": "B", "opens": "module", "minutes": ""})

    assert held(lesson, okafor) == ("B", 0, False)


def held(lesson: Lesson, okafor) -> tuple[str, int, bool]:
    """What the panel says of a lesson, as it is kept."""
    with enter(okafor):
        lesson.refresh_from_db()
    return lesson.title, lesson.minutes, lesson.is_preview


def test_settings_without_days_are_refused(desk) -> None:
    settings = {"title": "B", "opens": "days", "days": "", "minutes": "12"}

    response = desk.client.post(f"{desk.root}lessons/{desk.lessons[1].key}/settings/", settings, headers=FRAGMENT)

    assert (response.status_code, "Say after how many days" in response.content.decode()) == (422, True)


def test_delete_lesson_in_use_offers_the_archive(desk, okafor) -> None:
    with enter(okafor):
        learning.open_lesson(enrolment=enrolment(desk.course), lesson=desk.lessons[0], now=START)
    root = f"{desk.root}lessons/{desk.lessons[0].key}/"

    refused = desk.client.post(f"{root}removal/", headers=FRAGMENT)
    desk.client.post(f"{root}archive/")

    assert (refused.status_code, f"{root}archive/" in refused.content.decode(), shape(okafor, desk.course)[0]) == (
        422,
        True,
        ("Home", ["B", "C"]),
    )


def test_publish_and_take_offline(desk, okafor) -> None:
    desk.client.post(f"{desk.root}publication/")
    with enter(okafor):
        published = Course.objects.get(pk=desk.course.pk).is_published
    desk.client.post(f"{desk.root}publication/", {"state": "off"})

    with enter(okafor):
        assert (published, Course.objects.get(pk=desk.course.pk).is_published) == (True, False)


def test_lesson_editor_saves_what_a_lesson_holds(desk, okafor) -> None:
    block = {"key": "a", "type": "unstyled", "text": "Listen.", "depth": 0}
    body = json.dumps({"blocks": [block | {"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})
    form = {"title": "A", "slug": "a", "kind": "text", "body": body, "minutes": "7", "asset": ""}

    response = desk.client.post(f"{desk.root}lessons/{desk.lessons[0].key}/", form)

    with enter(okafor):
        saved = Lesson.objects.get(slug="a")
    assert (response.status_code, saved.minutes, "Listen." in saved.body) == (302, 7, True)


def test_lesson_editor_at_a_taken_address_says_so(desk) -> None:
    form = {"title": "A", "slug": "b", "kind": "text", "body": "null", "minutes": "7", "asset": ""}

    response = desk.client.post(f"{desk.root}lessons/{desk.lessons[0].key}/", form)

    assert (response.status_code, "already has this address" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_index_costs_the_same_for_one_and_three(rows: int, client_for, okafor, django_assert_max_num_queries) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        for number in range(rows):
            course(f"Course {number}")
    alice.get("/studio/courses/")

    with django_assert_max_num_queries(15):
        assert alice.get("/studio/courses/").status_code == 200


def test_index_has_pages_and_finds_by_title(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        for number in range(PAGE + 1):
            course(f"Course {number}")
        home = module(course("Pottery"))
        lesson(home)
        actions.archive_lesson(lesson=lesson(home, "Archived"))

    first, second = (alice.get("/studio/courses/", {"page": page}).content.decode() for page in (1, 2))
    found = alice.get("/studio/courses/", {"q": "pott"})
    nothing = alice.get("/studio/courses/", {"q": "Zither\0"}).content.decode()

    assert ("Pottery" in first, "Course 0<" in first, "Course 0<" in second) == (True, False, True)
    assert f"{PAGE + 2} courses" in first
    assert [(made.title, lessons) for made, lessons in found.context["rows"]] == [("Pottery", 1)]
    assert "No course of that title" in nothing
