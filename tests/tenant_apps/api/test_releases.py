"""Rules of release, prerequisites and capacity through the API."""

from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Prerequisite
from tenant_apps.courses.rules import Condition, Group
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Capacity
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import enrolment, person
from tests.tenant_apps.programs import a_program

NOWHERE = "00000000-0000-0000-0000-000000000001"


def rule_of(*conditions: dict, mode: str = "all") -> dict:
    return {"release": {"v": 1, mode: list(conditions)}}


def test_a_rule_of_every_kind_is_written_and_read_again(books):
    made, before = course(), course("Before")
    home, asked = module(made), quiz(1, of=made).lesson
    one, two = lesson(home, "One"), lesson(home, "Two")
    rule = rule_of(
        {"when": "enrolled", "days": 7},
        {"when": "visited", "days": 0},
        {"when": "released", "days": 2},
        {"when": "date", "at": "2027-01-31T09:00", "zone": "Europe/Copenhagen"},
        {"when": "date", "at": "2027-01-31T09:00", "zone": ""},
        {"when": "cohort", "days": 1},
        {
            "any": [
                {"when": "completed", "what": "lesson", "key": str(one.key)},
                {"when": "completed", "what": "course", "key": str(before.key)},
                {"when": "scored", "key": str(asked.key), "percent": 80},
            ]
        },
    )

    put = books.call("put", f"/lessons/{two.key}/release/", rule)

    assert (put.status_code, put.json()) == (200, rule)
    assert books.call("get", f"/lessons/{two.key}/release/").json() == rule
    assert books.call("get", f"/lessons/{two.key}/").json()["release"] == rule["release"]
    assert Event.objects.filter(fact="courses.ReleaseChanged").count() == 1


def test_a_module_opens_after_another_one_and_straight_away_again(books):
    made = course()
    first, second = module(made), module(made, "Second")
    lesson(first)
    rule = rule_of({"when": "completed", "what": "module", "key": str(first.key)})

    set_, gone = (
        books.call("put", f"/modules/{second.key}/release/", body).json() for body in (rule, {"release": None})
    )

    assert (set_, gone["release"]) == (rule, {"v": 1, "all": []})
    assert books.call("get", f"/modules/{second.key}/release/").json() == gone


def test_what_was_open_to_somebody_stays_open(books):
    made = course()
    one = lesson(module(made))
    place = enrolment(made, at=clock.now())
    learning.open_lesson(enrolment=place, lesson=one)

    books.call("put", f"/lessons/{one.key}/release/", rule_of({"when": "enrolled", "days": 300}))
    one.refresh_from_db()

    assert learning.open_lesson(enrolment=place, lesson=one).lesson == one
    with pytest.raises(learning.LessonLocked):
        learning.open_lesson(enrolment=enrolment(made, person("dora@example.com"), at=clock.now()), lesson=one)


def test_a_rule_that_names_nothing_or_itself_is_refused(books):
    home = module(course())
    one, two = lesson(home, "One"), lesson(home, "Two")
    draft = lesson(home, "Draft", is_draft=True)
    courses.set_rule(part=two, rule=Group("all", (Condition("completed", what="lesson", key=str(one.key)),)))

    def refused(key, path=one.key):
        body = rule_of({"when": "completed", "what": "lesson", "key": str(key)})
        answer = books.call("put", f"/lessons/{path}/release/", body)
        return answer.status_code, answer.json()["field"], answer.json()["code"]

    assert refused(NOWHERE) == refused(draft.key) == (422, "release", "impossible_rule")
    assert refused(two.key) == (422, "release", "waits_for_itself")
    assert books.call("get", f"/lessons/{one.key}/release/").json() == {"release": None}


def test_an_archived_lesson_has_no_rule_to_set(books):
    one = lesson(module(course()))
    courses.archive_lesson(lesson=one)

    answer = books.call("put", f"/lessons/{one.key}/release/", {"release": None})

    assert answer.status_code == 404


def test_terms_are_set_where_they_are_named(books):
    made, first, second = course(), course("First"), course("Second")
    path = f"/courses/{made.key}/terms/"
    empty = {"course": str(made.key), "needs": [], "seats": None, "taken": None}

    assert books.call("get", path).json() == empty
    needs = books.call("put", path, {"needs": [str(second.key), str(first.key)]}).json()
    limited = books.call("put", path, {"seats": 12}).json()
    free = books.call("put", path, {"needs": []}).json()

    assert needs == {**empty, "needs": [str(first.key), str(second.key)]}
    assert limited == {**needs, "seats": 12, "taken": 0}
    assert free == {**empty, "seats": 12, "taken": 0}
    assert (Prerequisite.objects.count(), Capacity.objects.get().seats) == (0, 12)
    assert books.call("put", path, {"seats": None}).json() == empty


def test_taken_places_are_counted(books):
    made = course()
    enrolment(made, at=clock.now() - timedelta(days=1))

    shown = books.call("put", f"/courses/{made.key}/terms/", {"seats": 3}).json()

    assert (shown["seats"], shown["taken"]) == (3, 1)


def test_needs_that_are_not_there_or_go_round_are_refused(books):
    made, other = course(), course("Other")
    courses.set_prerequisites(course=other, needs=[made])

    def refused(key):
        answer = books.call("put", f"/courses/{made.key}/terms/", {"needs": [str(key)], "seats": 5})
        return answer.status_code, answer.json()["field"], answer.json()["code"]

    assert refused(NOWHERE) == refused(made.key) == (422, "needs", "no_such_need")
    assert refused(other.key) == (422, "needs", "waits_for_itself")
    assert not Capacity.objects.exists()


def test_a_token_that_may_read_sets_nothing(okafor, in_okafor):
    made = course()
    one = lesson(module(made))
    program = a_program(okafor, "courses:read")

    answers = [
        program.call("get", f"/courses/{made.key}/terms/"),
        program.call("get", f"/lessons/{one.key}/release/"),
        program.call("put", f"/courses/{made.key}/terms/", {"seats": 3}),
        program.call("put", f"/lessons/{one.key}/release/", {"release": None}),
    ]

    assert [each.status_code for each in answers] == [200, 200, 403, 403]
