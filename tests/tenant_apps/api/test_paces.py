"""What opens by hand, through the API: unlocking, pauses, full access, and why something is locked."""

from datetime import timedelta

import pytest

from marque.kit import clock
from shared_apps.operations.models import AuditEntry
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.rules import Condition, Group
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment, LessonRelease, Pace, Pause
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import enrolment, person
from tests.tenant_apps.programs import a_program

NOWHERE = "00000000-0000-0000-0000-000000000001"
REASON = "She asked for it"


def dripped(title: str = "The Second Number") -> tuple[Course, list[Lesson]]:
    """A course with an open lesson, one that opens after thirty days, and a module of two that does."""
    made = course(title)
    first, second = module(made), module(made, "Later")
    found = [lesson(first, "Now"), lesson(first, "In a month"), lesson(second, "Then"), lesson(second, "And then")]
    rule = Group("all", (Condition("enrolled", days=30),))
    for part in (found[1], second):
        courses.set_rule(part=part, rule=rule)
    courses.publish_course(course=made)
    return made, found


def learner(of: Course, name: str = "carol") -> Enrolment:
    return enrolment(of, person(f"{name}@example.com", name.title()), at=clock.now())


def released() -> set[tuple[str, str]]:
    rows = LessonRelease.objects.filter(opens_at__lte=clock.now())
    return set(rows.values_list("enrolment__person__name", "lesson__title"))


def test_lessons_and_modules_are_unlocked_for_some_learners(books):
    made, (_open, month, *_later) = dripped()
    carol, dora, _emil = (learner(made, name) for name in ("carol", "dora", "emil"))
    body = {"lessons": [str(month.key)], "modules": [str(_later[0].module.key)], "reason": REASON}

    answer = books.call(
        "post", f"/courses/{made.key}/unlocking/", {**body, "enrolments": [str(carol.key), str(dora.key)]}
    )

    assert (answer.status_code, answer.json()) == (200, {"course": str(made.key), "opened": 6})
    assert released() == {(name, title) for name in ("Carol", "Dora") for title in ("In a month", "Then", "And then")}
    assert AuditEntry.objects.get(action="learning.unlocked").reason == REASON


def test_a_lesson_is_unlocked_for_everybody_and_once(books):
    made, (_open, month, *_later) = dripped()
    learner(made), learner(made, "dora")
    body = {"lessons": [str(month.key)], "enrolments": None, "reason": REASON}
    path = f"/courses/{made.key}/unlocking/"

    first, sent_again = (books.call("post", path, body, **{"Idempotency-Key": "a"}) for _n in range(2))
    another = books.call("post", path, body)

    assert (first.json()["opened"], sent_again.json(), another.json()["opened"]) == (2, first.json(), 0)
    assert len(released()) == 2


def test_a_lesson_is_unlocked_for_later(books):
    made, (_open, month, *_later) = dripped()
    carol, at = learner(made), clock.now() + timedelta(days=3)
    body = {"lessons": [str(month.key)], "enrolments": [str(carol.key)], "opens_at": at.isoformat(), "reason": REASON}

    books.call("post", f"/courses/{made.key}/unlocking/", body)
    shown = books.call("get", f"/enrolments/{carol.key}/explanation/{month.key}/").json()

    assert LessonRelease.objects.get().opens_at == at
    assert (shown["is_open"], shown["why"], shown["reason"]) == (False, "released", REASON)


def test_what_is_not_of_the_course_or_waits_for_nothing_is_refused(books):
    made, (now_, month, *_later) = dripped()
    other, (_now, elsewhere, *_more) = dripped("Another")
    carol, stranger, over = learner(made), learner(other, "dora"), learner(made, "emil")
    Enrolment.objects.filter(pk=over.pk).update(ended_at=clock.now())
    usual = {"lessons": [str(month.key)], "enrolments": [str(carol.key)], "reason": REASON}

    def refused(**said):
        answer = books.call("post", f"/courses/{made.key}/unlocking/", {**usual, **said})
        return answer.status_code, answer.json()["code"], answer.json()["field"]

    assert refused(lessons=[str(month.key), str(now_.key)]) == (422, "nothing_locked", "lessons.1")
    assert refused(lessons=[str(elsewhere.key)]) == (422, "nothing_locked", "lessons.0")
    assert refused(modules=[str(now_.module.key), NOWHERE]) == (422, "nothing_locked", "modules.1")
    assert refused(lessons=[]) == (422, "nothing_picked", "lessons")
    assert refused(enrolments=[str(carol.key), str(stranger.key)]) == (422, "no_such_place", "enrolments.1")
    assert refused(enrolments=[str(over.key)]) == (422, "no_such_place", "enrolments.0")
    assert refused(enrolments=[]) == (400, "invalid", "enrolments")
    assert refused(reason=" ") == (400, "invalid", "reason")
    assert not LessonRelease.objects.filter(given_by__gt="").exists()


def test_everybody_is_never_meant_by_leaving_them_out(books):
    made, (_open, month, *_later) = dripped()

    answer = books.call("post", f"/courses/{made.key}/unlocking/", {"lessons": [str(month.key)], "reason": REASON})

    assert (answer.status_code, answer.json()["field"]) == (400, "enrolments")


def test_a_pause_begins_and_ends_with_its_days(books):
    made, (_open, month, *_later) = dripped()
    carol = learner(made)
    path = f"/enrolments/{carol.key}/pace/"
    plain = {"enrolment": str(carol.key), "paused_at": None, "paused_days": 0, "full_access_at": None, "reason": ""}

    assert books.call("get", path).json() == plain
    paused = books.call("put", path, {"paused": True, "reason": REASON}).json()
    locked = books.call("get", f"/enrolments/{carol.key}/explanation/{month.key}/").json()
    twice = books.call("put", path, {"paused": True, "reason": REASON})
    Pace.objects.update(paused_at=clock.now() - timedelta(days=4))
    gone_on = books.call("put", path, {"paused": False, "reason": "Back"}).json()

    assert (paused, twice.json()["code"]) == (
        {**plain, "paused_at": paused["paused_at"], "reason": REASON},
        "paused_already",
    )
    assert (twice.status_code, twice.json()["field"]) == (422, "paused")
    assert (locked["why"], locked["opens_at"], len(locked["waits"])) == ("paused", None, 1)
    assert gone_on == {**plain, "paused_days": 4, "reason": "Back"}
    assert Pause.objects.get().days == 4


def test_full_access_opens_everything_and_ends(books):
    made, _lessons = dripped()
    carol = learner(made)
    path, why = f"/enrolments/{carol.key}/pace/", f"/enrolments/{carol.key}/explanation/"

    given = books.call("put", path, {"full_access": True, "reason": REASON}).json()
    opened = [each["is_open"] for each in books.call("get", why).json()["lessons"]]
    ended = books.call("put", path, {"full_access": False, "reason": REASON}).json()
    closed = [each["is_open"] for each in books.call("get", why).json()["lessons"]]

    assert (given["full_access_at"] is not None, ended["full_access_at"]) == (True, None)
    assert (opened, closed) == ([True] * 4, [True, False, False, False])


def test_a_pace_without_a_reason_or_a_change_is_refused(books):
    carol = learner(dripped()[0])

    def refused(body):
        answer = books.call("put", f"/enrolments/{carol.key}/pace/", body)
        return answer.status_code, answer.json()["field"]

    assert refused({"paused": True}) == refused({"paused": True, "reason": ""}) == (400, "reason")
    assert refused({"reason": REASON}) == (400, "paused")
    assert refused({"full_access": True, "paused": False, "reason": REASON}) == (422, "paused")
    assert not hasattr(Enrolment.objects.get(pk=carol.pk), "pace")


def test_a_locked_lesson_is_explained(books):
    made = course()
    first, then = lesson(module(made), "First"), lesson(module(made, "Later"), "Then")
    finished = Condition("completed", what="lesson", key=str(first.key))
    either = Group("any", (finished, Condition("date", at="2027-01-31T09:00", zone="UTC")))
    courses.set_rule(part=then.module, rule=Group("all", (Condition("enrolled", days=0),)))
    courses.set_rule(part=then, rule=either)
    courses.publish_course(course=made)
    carol = learner(made)

    whole = books.call("get", f"/enrolments/{carol.key}/explanation/").json()
    one = books.call("get", f"/enrolments/{carol.key}/explanation/{then.key}/").json()
    actions.complete_lesson(enrolment=carol, lesson=first)
    after = books.call("get", f"/enrolments/{carol.key}/explanation/{then.key}/").json()

    assert (whole["enrolment"], whole["lessons"][1]) == (str(carol.key), one)
    assert (one["lesson"], one["module"], one["title"]) == (str(then.key), str(then.module.key), "Then")
    assert (one["is_open"], one["why"], one["opens_at"]) == (False, "rule", "2027-01-31T09:00:00Z")
    assert one["waits"] == ["“First” is finished", "from 31 January 2027, 09:00 (UTC)"]
    said = [(each["text"], each["is_met"], each["depth"], each["is_group"]) for each in one["conditions"]]
    assert said == [
        ("straight away", True, 0, False),
        ("any of these", False, 0, True),
        ("“First” is finished", False, 1, False),
        ("from 31 January 2027, 09:00 (UTC)", False, 1, False),
    ]
    assert (after["is_open"], after["waits"]) == (True, [])


def test_nothing_is_explained_of_what_is_not_there(books):
    made, _lessons = dripped()
    other, (_now, elsewhere, *_more) = dripped("Another")
    carol, over = learner(made), learner(made, "dora")
    draft = lesson(module(made), "Draft", is_draft=True)
    Enrolment.objects.filter(pk=over.pk).update(ended_at=clock.now())

    answers = [
        books.call("get", f"/enrolments/{carol.key}/explanation/{elsewhere.key}/"),
        books.call("get", f"/enrolments/{carol.key}/explanation/{draft.key}/"),
        books.call("get", f"/enrolments/{over.key}/explanation/"),
        books.call("get", f"/enrolments/{NOWHERE}/explanation/"),
        books.call("get", f"/enrolments/{over.key}/pace/"),
        books.call("put", f"/enrolments/{over.key}/pace/", {"paused": True, "reason": REASON}),
        books.call("post", f"/courses/{NOWHERE}/unlocking/", {}),
    ]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize(
    ("method", "what", "scope", "least"),
    [
        ("get", "pace", "enrolments:read", 200),
        ("put", "pace", "enrolments:write", 400),
        ("get", "explanation", "progress:read", 200),
        ("post", "unlocking", "enrolments:write", 400),
    ],
)
def test_each_has_a_scope_of_its_own(okafor, books, method, what, scope, least):
    made, _lessons = dripped()
    carol = learner(made)
    path = f"/courses/{made.key}/unlocking/" if what == "unlocking" else f"/enrolments/{carol.key}/{what}/"
    others = ["courses:write", "courses:read", *({"enrolments:read", "progress:read", "enrolments:write"} - {scope})]

    allowed, stranger = a_program(okafor, scope), a_program(okafor, *others)

    assert (allowed.call(method, path, {} if method != "get" else None).status_code) == least
    assert stranger.call(method, path, {} if method != "get" else None).status_code == 403
