"""Courses, quizzes and assignments to choose from, beside forms of other apps."""

import json
from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tests.tenant_apps.courses.factories import course, creator, lesson, module, share


@pytest.fixture
def school(client_for, okafor) -> SimpleNamespace:
    """Pottery with a quiz and a text, which Ann builds too, and Singing, which she does not."""
    alice, ann = creator(client_for, okafor), creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    with enter(okafor):
        pottery, singing = course("Pottery"), course("Singing")
        home = module(pottery)
        quiz, _text = lesson(home, "Glazes", kind="quiz"), lesson(home, "Clay")
        share(pottery, "ann@example.com")
    return SimpleNamespace(alice=alice, ann=ann, pottery=pottery, singing=singing, quiz=quiz)


def test_courses_are_found_among_ones_own(school) -> None:
    results = "/studio/course_chooser/results/"

    every, found, hers = (
        who.get(results, {"q": words}).content.decode()
        for who, words in ((school.alice, ""), (school.alice, "sing"), (school.ann, ""))
    )

    named = [[title in body for title in ("Pottery", "Singing")] for body in (every, found, hers)]
    assert named == [[True, True], [False, True], [True, False]]
    assert school.ann.get(f"/studio/course_chooser/chosen/{school.singing.pk}/").status_code == 404


def test_lessons_are_graded_ones_and_say_of_which_course(school) -> None:
    listed = school.alice.get("/studio/graded_lesson_chooser/results/").content.decode()
    chosen = school.alice.get(f"/studio/graded_lesson_chooser/chosen/{school.quiz.pk}/")

    assert [words in listed for words in ("Glazes", "Pottery", "Clay")] == [True, True, False]
    assert json.loads(chosen.content)["result"]["title"] == "Glazes, Pottery"


@pytest.mark.parametrize("page", ["/studio/badges/new/", "/studio/certificate-issuing/"])
def test_forms_hold_no_list_of_all_courses(page: str, school) -> None:
    answer = school.alice.get(page)

    assert (answer.status_code, "Singing" in answer.content.decode()) == (200, False)
    assert "/studio/course_chooser/" in answer.content.decode()
