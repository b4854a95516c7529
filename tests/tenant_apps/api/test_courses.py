"""Courses, modules and lessons through the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from shared_apps.operations.models import AuditEntry
from tenant_apps.courses.models import Course, Lesson, LessonVersion, Module
from tenant_apps.learning import actions as learning
from tests.tenant_apps.courses.blocks import a_film, a_sheet
from tests.tenant_apps.courses.factories import course, lesson, module, published
from tests.tenant_apps.learning.block_films import a_film as another_film
from tests.tenant_apps.learning.factories import enrolment
from tests.tenant_apps.programs import a_program

NOWHERE = "00000000-0000-0000-0000-000000000001"
ONCE = {"idempotency-key": "k"}


def test_a_course_is_made_filled_and_published(books):
    made = books.call("post", "/courses/", {"title": "The Second Number"}, **ONCE).json()
    again = books.call("post", "/courses/", {"title": "The Second Number"}, **ONCE).json()
    early = books.call("put", f"/courses/{made['id']}/publication/")
    part = books.call("post", f"/courses/{made['id']}/modules/", {"title": "Hear it", "opens_after_days": 3}).json()
    one = books.call("post", f"/modules/{part['id']}/lessons/", {"title": "Why", "body": "<p>Wait.</p>"}).json()
    shown = books.call("put", f"/courses/{made['id']}/publication/").json()

    assert (again["id"], made["state"], made["slug"]) == (made["id"], "draft", "the-second-number")
    assert (early.status_code, early.json()["code"]) == (422, "nothing_to_publish")
    assert (part["position"], part["opens_after_days"]) == (1, 3)
    assert (one["state"], one["kind"], one["slug"], "Wait." in one["body"]) == ("published", "text", "why", True)
    assert (shown["state"], Course.objects.count()) == ("published", 1)
    assert AuditEntry.objects.filter(action="api.post").count() == 3


def test_a_course_is_changed_where_it_says_so(books):
    made = course(summary="Short")

    shown = books.call("put", f"/courses/{made.key}/", {"title": "The Third", "level": "advanced"}).json()
    taken = books.call("put", f"/courses/{course('Other').key}/", {"slug": made.slug})

    assert (shown["title"], shown["summary"], shown["level"]) == ("The Third", "Short", "advanced")
    assert (taken.status_code, taken.json()["code"]) == (422, "address_taken")


def test_what_the_editor_cannot_write_is_left_out(books):
    made = lesson(module(course()))
    body = '<p>Read <b>this</b>.</p><script>steal()</script><p onclick="steal()">Then wait.</p>'

    shown = books.call("put", f"/lessons/{made.key}/", {"body": body}).json()["body"]

    assert ("<b>this</b>" in shown, "script" in shown, "onclick" in shown, "Then wait." in shown) == (
        True,
        False,
        False,
        True,
    )


def test_a_change_of_a_lesson_keeps_what_it_was_and_tells_why(books):
    made = lesson(module(published()), body="<p>Old</p>")

    shown = books.call("put", f"/lessons/{made.key}/", {"title": "Now", "note": "Shorter", "minutes": 4}).json()

    assert (shown["title"], shown["change_note"], shown["minutes"], shown["body"]) == (
        "Now",
        "Shorter",
        4,
        "<p>Old</p>",
    )
    assert LessonVersion.objects.filter(lesson=made).count() == 2


def test_a_lesson_is_changed_by_the_content_that_was_seen(books):
    path = f"/lessons/{lesson(module(course())).key}/"
    seen = books.call("get", path).json()["content"]

    first = books.call("put", path, {"title": "Mine", "seen": seen})
    late = books.call("put", path, {"title": "Yours", "seen": seen})
    again = books.call("put", path, {"title": "Ours", "seen": first.json()["content"]})

    assert (late.status_code, late.json()["code"]) == (422, "lesson_changed")
    assert (first.json()["title"], again.json()["title"]) == ("Mine", "Ours")


def test_lessons_are_ordered_by_the_order_that_was_seen(books):
    made = course()
    first, second = module(made), module(made, "Second")
    one, two = lesson(first, "One"), lesson(first, "Two")
    seen = books.call("get", f"/courses/{made.key}/outline/").json()["order"]

    moved = books.call("put", f"/lessons/{one.key}/position/", {"position": 1, "module": str(second.key), "seen": seen})
    late = books.call("put", f"/lessons/{two.key}/position/", {"position": 1, "module": str(second.key), "seen": seen})
    books.call("put", f"/modules/{second.key}/position/", {"position": 1})
    parts = books.call("get", f"/courses/{made.key}/outline/").json()["modules"]

    assert (moved.json()["module"], late.json()["code"]) == (str(second.key), "outline_changed")
    assert [(part["title"], [each["title"] for each in part["lessons"]]) for part in parts] == [
        ("Second", ["One"]),
        (first.title, ["Two"]),
    ]


def test_a_lesson_people_have_finished_is_archived_and_not_deleted(books):
    made = published()
    one, two = Lesson.objects.order_by("pk")
    learning.complete_lesson(enrolment=enrolment(made), lesson=one)

    kept, gone = (books.call("delete", f"/lessons/{each.key}/") for each in (one, two))
    whole = books.call("delete", f"/modules/{one.module.key}/")
    archived = books.call("put", f"/lessons/{one.key}/archive/").json()

    assert (kept.status_code, kept.json()["code"], gone.status_code) == (422, "lesson_in_use", 204)
    assert (whole.json()["code"], archived["state"], archived["position"]) == ("module_in_use", "archived", None)
    assert [each["id"] for each in books.call("get", "/lessons/?state=archived").json()["results"]] == [str(one.key)]
    assert books.call("delete", f"/lessons/{one.key}/archive/").json()["state"] == "published"


def test_a_lesson_of_a_published_course_begins_as_a_draft_and_is_published_at_its_moment(books):
    made = books.call("post", f"/modules/{module(published()).key}/lessons/", {"title": "Later"}).json()
    path, soon = f"/lessons/{made['id']}/publication/", clock.now() + timedelta(days=1)

    waits = books.call("put", path, {"at": soon.isoformat()}).json()
    past = books.call("put", path, {"at": "2020-01-01T00:00:00Z"})
    dropped = books.call("delete", path).json()
    shown = books.call("put", path, {}).json()

    assert (made["state"], waits["state"], waits["publishes_at"] is None) == ("draft", "draft", False)
    assert (past.status_code, past.json()["field"]) == (422, "publishes_at")
    assert (dropped["publishes_at"], shown["state"]) == (None, "published")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"kind": "dance"}, "kind"),
        ({"file": NOWHERE}, "file"),
        ({"minutes": -1}, "minutes"),
        ({"opens_after_days": 3651}, "opens_after_days"),
        ({"body": "\0"}, "body"),
        ({"position": 1}, "position"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(books, wrong, field):
    made = lesson(module(course()))

    answer = books.call("put", f"/lessons/{made.key}/", wrong)

    assert (answer.status_code // 100, answer.json()["field"]) == (4, field)
    assert not LessonVersion.objects.exists()


@pytest.mark.parametrize("html", ["<p>a<br>b</p>", "<li>x</li>", "<p><b>x</p></b>", "<a href>x</a>", "<ul><li>" * 400])
def test_html_of_anybodys_is_kept_or_refused(books, html):
    made = lesson(module(course()))

    assert books.call("put", f"/lessons/{made.key}/", {"body": html}).status_code in (200, 400)


def test_a_moment_no_calendar_has_is_refused(books):
    path = f"/lessons/{lesson(module(course()), is_draft=True).key}/publication/"

    answer = books.call("put", path, {"at": "9999-12-31T23:59:59Z"})

    assert (answer.status_code, answer.json()["field"]) == (400, "at")


def test_lists_are_filtered_and_lead_on(books):
    made, other = published(), course("Other")
    lesson(module(other), "Elsewhere", is_draft=True)

    def ids(path):
        return [each["title"] for each in books.call("get", path).json()["results"]]

    assert ids("/courses/?state=draft") == ["Other"]
    assert ids("/courses/?q=second") == [made.title]
    assert ids(f"/lessons/?course={made.key}") == ["Lesson 2", "Lesson 1"]
    assert ids("/lessons/?state=draft") == ["Elsewhere"]
    assert len(ids(f"/modules/?course={made.key}")) == 1
    first = books.call("get", f"/lessons/?course={made.key}&limit=1").json()
    assert books.client.get(first["next"]).json()["results"][0]["title"] == "Lesson 1"


def test_a_longer_page_costs_no_more_queries(books):
    made = published(lessons=2)
    books.call("get", "/whoami/")

    def cost():
        with CaptureQueriesContext(connection) as seen:
            books.call("get", f"/lessons/?course={made.key}")
            books.call("get", f"/courses/{made.key}/outline/")
        return len(seen)

    few = cost()
    for number in range(5):
        lesson(Module.objects.get(), f"More {number}")

    assert cost() == few


def test_a_token_that_may_read_writes_nothing(okafor, in_okafor):
    made = course()
    program = a_program(okafor, "courses:read")

    answer = program.call("put", f"/courses/{made.key}/", {"title": "Mine"})

    assert (program.call("get", f"/courses/{made.key}/").status_code, answer.status_code) == (200, 403)


def test_another_business_finds_nothing(okafor, other, in_okafor):
    made = published()
    thief = a_program(other)

    answers = [
        thief.call("get", f"/courses/{made.key}/outline/"),
        thief.call("delete", f"/lessons/{Lesson.objects.first().key}/"),
    ]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [(404, "not_found")] * 2
    assert (thief.call("get", "/courses/").json()["results"], Lesson.objects.count()) == ([], 2)


def test_a_lessons_page_is_written_whole_and_in_order(books):
    made, sheet = lesson(module(course()), body="<p>Own.</p>"), a_sheet()
    path = f"/lessons/{made.key}/"
    asked = [
        {"kind": "text", "text": "<p onclick='x()'>Look.</p>"},
        {"kind": "lesson"},
        {"kind": "download", "file": str(sheet.key), "title": "The sheet"},
        {"kind": "code", "text": "  a = 1\n", "language": "python"},
        {"kind": "project"},
        {"kind": "video", "file": str(a_film().key), "least_percent": 80},
    ]

    first = books.call("put", path, {"blocks": asked}).json()["blocks"]
    second = books.call("put", path, {"title": "Named"}).json()["blocks"]
    third = books.call("put", path, {"blocks": [first[3], first[0]]}).json()["blocks"]

    assert [each["kind"] for each in first] == ["text", "lesson", "download", "code", "project", "video"]
    assert [each["least_percent"] for each in first] == [None, None, None, None, None, 80]
    assert ("onclick" in first[0]["text"], first[2]["file"], first[3]["text"]) == (False, str(sheet.key), "  a = 1\n")
    assert second == first
    assert [each["id"] for each in third] == [first[3]["id"], first[0]["id"]]


def test_a_film_said_without_its_id_is_the_one_of_its_file(books):
    made, film, other = lesson(module(course())), a_film(), another_film("Other")
    path, said = f"/lessons/{made.key}/", {"kind": "video", "file": str(film.key)}
    (first,) = books.call("put", path, {"blocks": [{**said, "least_percent": 80}, {"kind": "lesson"}]}).json()[
        "blocks"
    ][:1]

    again = books.call("put", path, {"blocks": [{"kind": "lesson"}, said, said]}).json()["blocks"]
    asks_no_more = {**said, "id": first["id"], "least_percent": None}
    last = books.call("put", path, {"blocks": [asks_no_more, {"kind": "lesson"}]}).json()["blocks"]
    another = books.call("put", path, {"blocks": [{**said, "file": str(other.key)}, {"kind": "lesson"}]}).json()[
        "blocks"
    ]

    assert (again[1], again[2]["id"] != first["id"], again[2]["least_percent"]) == (first, True, None)
    assert (last[0]["id"], last[0]["least_percent"]) == (first["id"], None)
    assert another[0]["id"] != first["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        "text",
        [None],
        [{"kind": "nothing"}],
        [{"kind": "text"}],
        [{"kind": "text", "text": "\0"}],
        [{"kind": "image", "file": NOWHERE}],
        [{"kind": "image", "file": "here"}],
        [{"kind": "embed", "address": "https://evil.example/"}],
        [{"kind": "embed", "address": "javascript:alert(1)"}],
        [{"kind": "code", "text": "a", "language": "klingon"}],
        [{"kind": "text", "text": "<p>a</p>", "id": "seven"}],
        [{"kind": "text", "text": "<p>a</p>", "least_percent": 101}],
        [{"kind": "text", "text": "<p>a</p>", "colour": "red"}],
        [{"kind": "lesson"}, {"kind": "lesson"}, {"kind": "text", "text": "<p>a</p>"}],
        [{"kind": "project"}, {"kind": "project"}],
        [{"kind": "hotspots"}],
        [{"kind": "text", "text": "<p>a</p>"}] * 61,
    ],
)
def test_a_page_that_cannot_be_is_refused_and_the_old_one_stays(books, wrong):
    made = lesson(module(course()))
    path = f"/lessons/{made.key}/"
    books.call("put", path, {"blocks": [{"kind": "text", "text": "<p>Stays.</p>"}]})

    answer = books.call("put", path, {"blocks": wrong})

    assert answer.status_code in (400, 422), answer.json()
    assert "Stays." in books.call("get", path).json()["blocks"][0]["text"]
