"""Whose question banks are: an author's through their quizzes, and nobody's until a quiz draws from them."""

from types import SimpleNamespace

import pytest

from tenant_apps.accounts.models import Role
from tenant_apps.assessments import actions
from tenant_apps.assessments.whose import BankShared, banks_of
from tenant_apps.courses.actions import publish_course, set_policy, teacher_of
from tenant_apps.courses.approval import SeenByLearners
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, quiz
from tests.tenant_apps.courses.test_authors import author


@pytest.fixture
def school(in_okafor) -> SimpleNamespace:
    """Ann's quiz draws from a bank; Ben has no part in her course; nobody draws from the spare one."""
    ann, ben, alice = author("ann@example.com"), author("ben@example.com"), author("alice@example.com", Role.OWNER)
    made = quiz(1)
    made.lesson.course.author = teacher_of(ann)
    made.lesson.course.save()
    drawn, spare = (actions.save_bank(title=title) for title in ("Budgets", "Spare"))
    ask(drawn)
    actions.draw_from(quiz=made, bank=drawn, count=1)
    return SimpleNamespace(ann=ann, ben=ben, alice=alice, quiz=made, drawn=drawn, spare=spare)


def ask(bank, by=None):
    choices = [(RIGHT, True), (WRONG, False)]
    return actions.write_bank_question(bank=bank, text="Which?", choices=choices, by=by)


def test_banks_are_seen_through_the_quizzes_that_draw_from_them(school) -> None:
    seen = {who: {bank.title for bank in banks_of(getattr(school, who))} for who in ("ann", "ben", "alice")}

    assert seen == {"ann": {"Budgets", "Spare"}, "ben": {"Spare"}, "alice": {"Budgets", "Spare"}}


ACTS = {
    "write": lambda s, by: ask(s.drawn, by=by),
    "rename": lambda s, by: actions.save_bank(title="Other", bank=s.drawn, by=by),
    "delete a question": lambda s, by: actions.delete_bank_question(question=s.drawn.questions.first(), by=by),
    "delete": lambda s, by: actions.delete_bank(bank=s.drawn, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_bank_of_others_courses_is_not_changed(school, act) -> None:
    with pytest.raises(BankShared):
        ACTS[act](school, school.ben)
    assert school.drawn.questions.count() == 1


def test_what_learners_are_asked_is_looked_at_first(school) -> None:
    publish_course(course=school.quiz.lesson.course)
    set_policy(is_reviewed=True, by=school.alice)

    with pytest.raises(SeenByLearners):
        ask(school.drawn, by=school.ann)
    assert ask(school.drawn, by=school.alice).pk and ask(school.spare, by=school.ann).pk
