"""How long a quiz takes, where its author does not say."""

import pytest

from tenant_apps.assessments import actions
from tenant_apps.assessments.actions.rules import Rules, set_rules
from tenant_apps.courses.models import Lesson
from tests.tenant_apps.assessments.factories import question, quiz

pytestmark = pytest.mark.usefixtures("in_okafor")


def minutes() -> int:
    return Lesson.objects.get(kind="quiz").minutes


def test_each_question_is_a_minute_and_one_that_goes_takes_its_own_along() -> None:
    made = quiz(questions=3)
    three = minutes()

    actions.delete_question(question=made.questions.first())

    assert (three, minutes()) == (3, 2)


def test_an_essay_takes_longer_and_nothing_longer_than_an_attempt_may() -> None:
    made = quiz(questions=2)
    actions.write_question(quiz=made, kind="essay", text="Why clay?", choices=[])
    long = minutes()

    set_rules(quiz=made, rules=Rules(minutes_allowed=5))

    assert (long, minutes()) == (12, 5)


def test_what_is_drawn_by_chance_counts_and_not_what_it_is_drawn_from() -> None:
    made = quiz(questions=4)
    bank = actions.save_bank(title="Glazes")
    for number in range(5):
        actions.write_bank_question(bank=bank, text=f"Glaze {number}?", choices=[("Yes", True), ("No", False)])

    set_rules(quiz=made, rules=Rules(draws=2))
    draw = actions.draw_from(quiz=made, bank=bank, count=3)
    drawn = minutes()
    actions.end_draw(draw=draw)

    assert (drawn, minutes()) == (5, 2)


def test_what_an_author_said_stays() -> None:
    made = quiz(questions=1)
    Lesson.objects.filter(pk=made.lesson_id).update(minutes=45)

    question(type(made).objects.get(pk=made.pk), "And this?")

    assert minutes() == 45


def test_what_is_said_of_several_rules_at_once_is_followed_by_each() -> None:
    made = quiz(questions=4)
    bank = actions.save_bank(title="Glazes")
    actions.write_bank_question(bank=bank, text="Which?", choices=[("Yes", True), ("No", False)])
    fresh = type(made).objects.get(pk=made.pk)

    actions.change_rules(quiz=fresh, draws=2, from_banks=[actions.Draw(bank, 3)])

    assert minutes() == 5
