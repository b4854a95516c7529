"""What is said of a quiz's questions, in figures that were worked out by hand."""

from __future__ import annotations

import pytest

from tenant_apps.analytics import actions
from tenant_apps.analytics.queries import quizzes
from tenant_apps.analytics.queries.periods import ALL, period
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.models import Quiz
from tests.tenant_apps.analytics.banked import ASKED, OTHER, correlation
from tests.tenant_apps.analytics.factories import learner
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, key, question, quiz
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import START


@pytest.fixture
def taken(in_okafor) -> Quiz:
    """A quiz that twelve learners took, the best of whom get one question wrong."""
    made = quiz(questions=0)
    asked = [question(made, text) for text in ASKED]
    for number in range(12):
        said = [answers[number] == "R" for answers in ASKED.values()]
        place = learner(made.lesson.course, f"ann{number}")
        hand_in(made, place, [RIGHT if right else WRONG if number % 3 else OTHER for right in said], asked)
        # a second attempt, all right, is not counted
        hand_in(made, place, [RIGHT] * len(asked), asked)
    actions.count_due()
    return made


def hand_in(made: Quiz, place, labels: list[str], asked: list) -> None:
    attempt = assessments.start_attempt(quiz=made, enrolment=place)
    for each, label in zip(asked, labels, strict=True):
        assessments.answer_question(attempt=attempt, question=each, said=[key(each, label)])


def found(made: Quiz) -> dict[str, quizzes.Item]:
    return {item.question.text: item for item in quizzes.items(made.lesson, period(ALL, START))}


def test_items_are_judged_by_first_attempts(taken) -> None:
    items = found(taken)

    assert {text: (item.asked, item.right, item.share, item.verdict) for text, item in items.items()} == {
        "Good?": (12, 8, 67, "good"),
        "Known well?": (12, 7, 58, "good"),
        "Hard?": (12, 3, 25, "hard"),
        "Reversed?": (12, 5, 42, "reversed"),
        "Easy?": (12, 12, 100, "easy"),
    }


def test_items_tell_apart_as_the_answers_do(taken) -> None:
    items = found(taken)
    tells = {text: item.tells for text, item in items.items() if text != "Easy?"}

    assert tells == {text: pytest.approx(correlation(text), abs=0.005) for text in tells}
    assert tells["Reversed?"] < -0.5 < 0.5 < tells["Good?"]
    assert items["Easy?"].tells is None


def test_items_name_the_most_chosen_wrong_answer(taken) -> None:
    # of the nine who are wrong, those at 3, 6 and 9 chose the other
    assert (found(taken)["Hard?"].wrong, found(taken)["Hard?"].wrong_times) == (WRONG, 6)


def test_quiz_page_says_which_question_to_check(taken, okafor, client_for) -> None:
    page = creator(client_for, okafor).get(f"/studio/courses/{taken.lesson.course.key}/analytics/quizzes/")
    rows = {text: row for row in page.content.decode().split("<tr>") for text in ASKED if f'"row">{text}' in row}

    assert [text for text, row in rows.items() if "Check the key" in row] == ["Reversed?"]
    assert [text for text, row in rows.items() if ">Hard<" in row] == ["Hard?"]
    assert "Hardest: “Hard?”, right for 25% at the first attempt." in page.content.decode()
