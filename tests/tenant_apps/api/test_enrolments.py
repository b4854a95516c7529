"""Enrolments, progress, cohorts and attempts through the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.models import GradeWeight
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.entitlements.actions import end_lapsed
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Cohort, CohortPlace, Enrolment, Invitation, LessonProgress
from tests.tenant_apps.assessments.factories import WRONG, key, quiz
from tests.tenant_apps.courses.factories import course, published
from tests.tenant_apps.learning.factories import enrolment, person
from tests.tenant_apps.programs import a_program

NOWHERE = "00000000-0000-0000-0000-000000000001"
ONCE = {"idempotency-key": "k"}


def asked(of, **more):
    return {"course": str(of.key), "email": "carol@example.com", "name": "Carol", "reason": "Won a prize", **more}


def test_a_person_is_enrolled_once(books, deliver_facts):
    made = published()

    answers = [books.call("post", "/enrolments/", asked(made), **ONCE) for _each in "12"]
    again = books.call("post", "/enrolments/", asked(made))

    assert [each.status_code for each in answers] == [201, 201]
    assert (answers[0].json()["email"], answers[0].json()["ended_at"]) == ("carol@example.com", None)
    assert (again.status_code, again.json()["code"], again.json()["field"]) == (422, "enrolled_already", "email")
    assert Enrolment.objects.count() == 1


def test_a_program_says_whether_they_are_told(books):
    made = published()

    books.call("post", "/enrolments/", asked(made))
    books.call("post", "/enrolments/", asked(made, email="dora@example.com", tell=True))

    (told,) = learning.due_invitations(now=clock.now())
    assert Invitation.objects.get(pk=told).enrolment.person.email == "dora@example.com"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"course": NOWHERE}, "course"),
        ({"email": "carol"}, "email"),
        ({"reason": " "}, "reason"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"price": 1}, "price"),
    ],
)
def test_nobody_is_enrolled_by_a_wrong_body(books, wrong, field):
    answer = books.call("post", "/enrolments/", asked(published(), **wrong))

    assert (answer.status_code // 100, answer.json()["field"]) == (4, field)
    assert not Enrolment.objects.exists()


def test_a_place_is_ended_with_everything_that_gave_it(books):
    made = published()
    place = books.call("post", "/enrolments/", asked(made)).json()
    path = f"/enrolments/{place['id']}/ending/"

    unreasoned = books.call("put", path, {})
    ended = [books.call("put", path, {"reason": "Asked to"}).json()["ended_at"] for _each in "12"]

    assert (unreasoned.json()["field"], ended[0] is not None, ended[0]) == ("reason", True, ended[1])
    assert books.call("get", "/enrolments/?state=live").json()["results"] == []
    assert len(books.call("get", f"/enrolments/?state=ended&course={made.key}").json()["results"]) == 1


def test_what_ends_is_extended_and_what_does_not_is_not(books):
    until = clock.now() + timedelta(days=9)
    place = books.call("post", "/enrolments/", asked(published(), expires_at=until.isoformat())).json()
    path, later = f"/enrolments/{place['id']}/extension/", (until + timedelta(days=30)).isoformat()

    longer = books.call("put", path, {"expires_at": later, "reason": "Was ill"})
    shorter = books.call("put", path, {"expires_at": until.isoformat(), "reason": "Was ill"})

    assert (longer.status_code, longer.json()["state"]) == (200, "open")
    assert (shorter.status_code, shorter.json()["code"], shorter.json()["field"]) == (422, "not_longer", "expires_at")


def test_what_ran_out_opens_again(books):
    until = clock.now() + timedelta(hours=2)
    place = books.call("post", "/enrolments/", asked(published(), expires_at=until.isoformat())).json()
    with clock.fixed(until + timedelta(hours=1)):
        end_lapsed(now=clock.now())
        ended = books.call("get", f"/enrolments/{place['id']}/").json()["ended_at"]
        longer = {"expires_at": (until + timedelta(days=30)).isoformat(), "reason": "Was ill"}
        answer = books.call("put", f"/enrolments/{place['id']}/extension/", longer)

    assert (ended is not None, answer.status_code, answer.json()["state"]) == (True, 200, "open")
    assert Enrolment.objects.get().ended_at is None


def test_progress_is_listed_and_shown_lesson_by_lesson(books):
    made = published(lessons=3)
    place = enrolment(made)
    first = Lesson.objects.order_by("pk").first()
    learning.complete_lesson(enrolment=place, lesson=first)

    (row,) = books.call("get", f"/progress/?course={made.key}").json()["results"]
    whole = books.call("get", f"/enrolments/{place.key}/progress/").json()

    assert (row["lessons"], row["done"], row["percent"], row["email"]) == (3, 1, 33, "carol@example.com")
    assert (whole["percent"], [each["state"] for each in whole["lessons"]]) == (33, ["done", "todo", "todo"])
    assert whole["lessons"][0]["completed_at"] is not None


def test_lessons_are_marked_as_done_and_the_last_one_finishes_the_course(books):
    made = published()
    place = enrolment(made)
    paths = [f"/enrolments/{place.key}/progress/{each.key}/" for each in Lesson.objects.order_by("pk")]

    first = [books.call("put", paths[0]).json()["completed_at"] for _each in "12"]
    books.call("put", paths[1])

    place.refresh_from_db()
    assert (first[0], place.completed_at is not None) == (first[1], True)


def test_what_is_locked_or_decides_itself_is_not_marked_as_done(books):
    made = quiz().lesson
    place = enrolment(made.course, at=clock.now())
    locked = courses.add_lesson(module=made.module, title="Later")
    courses.set_release(lesson=locked, days=5)

    codes = [
        books.call("put", f"/enrolments/{place.key}/progress/{each.key}/").json()["code"] for each in (made, locked)
    ]
    elsewhere = books.call("put", f"/enrolments/{place.key}/progress/{NOWHERE}/")

    assert (codes, elsewhere.status_code) == (["done_by_itself", "lesson_locked"], 404)
    assert not LessonProgress.objects.exists()


def test_a_cohort_is_made_changed_filled_and_emptied(books):
    made = published()
    place = enrolment(made)
    body = {"course": str(made.key), "name": "May", "starts_on": "2099-05-03", "seats": 2}

    cohort = books.call("post", "/cohorts/", body).json()
    path = f"/cohorts/{cohort['id']}/"
    named = books.call("post", "/cohorts/", body)
    changed = books.call("put", path, {"name": "May", "starts_on": "2099-05-04"}).json()
    put = books.call("put", f"{path}learners/{place.key}/")
    listed = books.call("get", f"/enrolments/?cohort={cohort['id']}").json()["results"]
    full = books.call("delete", path)
    left = books.call("delete", f"{path}learners/{place.key}/")

    assert (named.json()["code"], changed["seats"], put.status_code) == ("cohort_named", None, 204)
    assert ([each["id"] for each in listed], full.json()["code"]) == ([str(place.key)], "cohort_in_use")
    assert (left.status_code, CohortPlace.objects.count(), books.call("delete", path).status_code) == (204, 0, 204)
    assert not Cohort.objects.exists()


def test_a_cohort_is_sold_by_an_offer_of_its_course_only(books):
    made = published()
    body = {"course": str(made.key), "name": "May", "starts_on": "2099-05-03", "offer": NOWHERE}

    answer = books.call("post", "/cohorts/", body)

    assert (answer.status_code, answer.json()["field"], Cohort.objects.count()) == (422, "offer", 0)


def test_an_attempt_shows_what_came_of_each_question_once_it_is_over(books):
    made = quiz(questions=2, pass_mark=50)
    place = enrolment(made.lesson.course)
    attempt = assessments.start_attempt(quiz=made, enrolment=place)
    first, second = made.questions.all()
    assessments.answer_question(attempt=attempt, question=first, said=[key(first)])
    begun = books.call("get", f"/attempts/{attempt.key}/").json()
    assessments.answer_question(attempt=attempt, question=second, said=[key(second, WRONG)])

    over = books.call("get", f"/attempts/{attempt.key}/").json()
    (listed,) = books.call("get", f"/attempts/?state=passed&lesson={made.lesson.key}").json()["results"]

    assert (begun["state"], begun["answers"]) == ("open", [])
    assert (over["state"], over["score"], listed["id"]) == ("passed", 50, over["id"])
    assert sorted(each["share"] for each in over["answers"]) == [0, 100]


def test_a_quiz_is_weighed(books):
    made = quiz().lesson

    shown = books.call("put", f"/weights/{made.key}/", {"weight": 3}).json()
    wrong = books.call("put", f"/weights/{made.key}/", {"weight": 101})

    assert (shown["weight"], wrong.json()["field"]) == (3, "weight")
    assert GradeWeight.objects.get(lesson=made).weight == 3


def test_more_learners_cost_no_more_queries(books):
    made = published()
    enrolment(made)
    books.call("get", "/whoami/")

    def cost():
        with CaptureQueriesContext(connection) as seen:
            books.call("get", f"/progress/?course={made.key}")
            books.call("get", f"/enrolments/?course={made.key}")
        return len(seen)

    few = cost()
    for number in range(4):
        enrolment(made, person(f"learner{number}@example.com", "Learner"))

    assert cost() == few


def test_another_business_enrols_nobody_and_sees_nobody(okafor, other, in_okafor):
    place = enrolment(published())
    thief = a_program(other)

    answers = [
        thief.call("get", f"/enrolments/{place.key}/progress/"),
        thief.call("put", f"/enrolments/{place.key}/ending/", {"reason": "Mine"}),
    ]
    foreign = thief.call("post", "/enrolments/", asked(place.course))

    assert [each.status_code for each in answers] == [404, 404]
    assert (foreign.json()["field"], thief.call("get", "/progress/").json()["results"]) == ("course", [])


def test_a_token_for_courses_sees_no_learners(okafor, in_okafor):
    place = enrolment(course())

    answer = a_program(okafor, "courses:read", "courses:write").call("get", f"/enrolments/{place.key}/")

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
