"""Who is shown learners' emails: a token that may see people; the others have ids."""

import pytest

from marque.kit import clock
from tenant_apps.assessments import actions as assessments
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.assessments.assigned import assignment, handed_in
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import enrolment
from tests.tenant_apps.programs import a_program

SCOPES = ("enrolments:read", "progress:read", "submissions:read", "grades:read")
CAROL = "carol@example.com"
LISTS = ("enrolments", "progress", "submissions", "grades", "attempts")


@pytest.fixture
def place(okafor, in_okafor) -> Enrolment:
    """Carol in a course, with work and an attempt."""
    made = quiz(1)
    course = made.lesson.course
    held = enrolment(course, at=clock.now())
    handed_in(assignment(of=course), held)
    assessments.start_attempt(quiz=made, enrolment=held)
    return held


def rows_of(program, name: str, place: Enrolment):
    return program.call("get", f"/{name}/?course={place.course.key}" if name == "grades" else f"/{name}/").json()[
        "results"
    ]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("more", "shown"), [((), None), (("people:read",), CAROL)])
def test_lists_name_emails_to_tokens_that_may_see_people(name, more, shown, okafor, place):
    program = a_program(okafor, *SCOPES, *more)

    (row,) = rows_of(program, name, place)

    assert (row["person"], row["email"]) == (str(place.person.key), shown)


@pytest.mark.parametrize(("more", "shown"), [((), None), (("people:read",), CAROL)])
def test_one_thing_names_an_email_to_tokens_that_may_see_people(more, shown, okafor, place):
    program = a_program(okafor, *SCOPES, *more)
    work = place.submissions.get()
    attempt = place.attempts.get()

    paths = (f"/enrolments/{place.key}/", f"/submissions/{work.key}/", f"/attempts/{attempt.key}/")

    assert [program.call("get", path).json()["email"] for path in paths] == [shown] * 3


def test_a_token_that_may_write_alone_is_answered_without_an_email(okafor, place):
    program = a_program(okafor, "grades:write", "enrolments:write")
    lesson = place.submissions.get().assignment.lesson

    graded = program.call("put", f"/grades/{place.key}/{lesson.key}/", {"score": 70, "reason": "Shown in class"})

    assert (graded.status_code, graded.json()["email"], CAROL in graded.content.decode()) == (200, None, False)


def test_access_is_answered_without_an_email_to_whoever_named_it(okafor, in_okafor):
    program = a_program(okafor, "enrolments:write", "entitlements:read")
    asked = {"course": str(published().key), "email": CAROL, "name": "Carol", "reason": "Won a prize"}

    made = program.call("post", "/enrolments/", asked)
    (held,) = program.call("get", "/entitlements/").json()["results"]

    assert (made.status_code, made.json()["email"], held["email"]) == (201, None, None)
