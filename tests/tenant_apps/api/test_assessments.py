"""Submissions and grades through the API."""

import pytest

from shared_apps.operations.models import AuditEntry
from tenant_apps.assessments.models import GradeOverride, Submission
from tenant_apps.learning.models import LessonScore
from tests.tenant_apps.assessments.assigned import assignment, criterion, draft, handed_in, levels
from tests.tenant_apps.learning.factories import enrolment, person

NOWHERE = "00000000-0000-0000-0000-000000000001"
ONCE = {"idempotency-key": "k"}


def test_a_submission_shows_what_was_handed_in_and_a_draft_nothing(books):
    made = assignment()
    sent = handed_in(made)
    begun = draft(made, enrolment(made.lesson.course, person("bea@example.com", "Bea")))

    listed = books.call("get", f"/submissions/?state=handed_in&lesson={made.lesson.key}").json()["results"]

    assert [row["id"] for row in listed] == [str(sent.key)]
    assert (listed[0]["state"], listed[0]["works"][0]["name"], listed[0]["score"]) == ("handed_in", "jug.png", None)
    assert books.call("get", f"/submissions/{begun.key}/").status_code == 404
    assert books.call("get", "/submissions/?state=passed").json()["results"] == []


def test_an_answer_is_given_once(books, deliver_facts):
    sent = handed_in(assignment(points=10))
    path = f"/submissions/{sent.key}/answer/"

    answers = [books.call("put", path, {"verdict": "pass", "points": 8, "words": "Good"}, **ONCE) for _each in "12"]
    late = books.call("put", path, {"verdict": "return", "words": "Again"})

    assert [(each.status_code, each.json()["score"]) for each in answers] == [(200, 80), (200, 80)]
    assert late.status_code == 422
    assert AuditEntry.objects.filter(action="assessments.passed").count() == 1


def test_an_answer_by_rubric_names_its_levels(books):
    made = assignment()
    criterion(made)
    sent = handed_in(made)

    shown = books.call("put", f"/submissions/{sent.key}/answer/", {"verdict": "pass", "marks": levels(made)}).json()

    assert (shown["state"], shown["marks"]) == (
        "passed",
        [{"criterion": "Light", "level": "Strong", "points": 4, "most": 4}],
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"verdict": "maybe"}, "verdict"),
        ({"verdict": "pass"}, "points"),
        ({"verdict": "pass", "points": 11}, "points"),
        ({"verdict": "return"}, "words"),
        ({"verdict": "pass", "points": 8, "score": 100}, "score"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(books, wrong, field):
    sent = handed_in(assignment(points=10))

    answer = books.call("put", f"/submissions/{sent.key}/answer/", wrong)

    assert (answer.status_code // 100, answer.json()["field"]) == (4, field)
    assert Submission.objects.get().graded_at is None


def test_grades_are_read_set_with_a_reason_and_cleared(books):
    sent = handed_in(assignment(points=10))
    place, lesson = sent.enrolment, sent.assignment.lesson
    path = f"/grades/{place.key}/{lesson.key}/"

    unreasoned = books.call("put", path, {"score": 90})
    answers = [books.call("put", path, {"score": 90, "reason": "By word of mouth"}, **ONCE) for _each in "12"]
    (row,) = books.call("get", f"/grades/?course={place.course.key}").json()["results"]
    cleared = books.call("delete", path)

    assert (unreasoned.json()["field"], [each.status_code for each in answers]) == ("reason", [200, 200])
    assert (row["total"], row["grades"][0]["grade"], row["grades"][0]["reason"]) == (90, 90, "By word of mouth")
    assert (cleared.status_code, GradeOverride.objects.count(), LessonScore.objects.count()) == (200, 0, 1)


def test_grades_of_nowhere_are_missing(books):
    sent = handed_in(assignment(points=10))

    foreign = books.call("put", f"/grades/{sent.enrolment.key}/{NOWHERE}/", {"score": 1, "reason": "x"})

    assert (foreign.status_code, books.call("get", f"/grades/?course={NOWHERE}").json()["field"]) == (404, "course")
