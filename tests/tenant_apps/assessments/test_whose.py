"""Whose question banks are: an author's who made them or whose quizzes draw from them."""

from types import SimpleNamespace

import pytest

from tenant_apps.accounts.models import Role
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Bank
from tenant_apps.assessments.whose import BankOfAnother, BankShared, banks_of
from tenant_apps.courses.actions import publish_course, set_policy, teacher_of
from tenant_apps.courses.approval import SeenByLearners
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, quiz
from tests.tenant_apps.courses.factories import author


@pytest.fixture
def school(in_okafor) -> SimpleNamespace:
    """Ann's quiz draws from a bank; Ben has no part in her course; nobody draws from the one she made."""
    ann, ben, alice = author("ann@example.com"), author("ben@example.com"), author("alice@example.com", Role.OWNER)
    made = quiz(1)
    made.lesson.course.author = teacher_of(ann)
    made.lesson.course.save()
    drawn, spare = actions.save_bank(title="Budgets"), actions.save_bank(title="Spare", by=ann)
    actions.save_bank(title="Nobody’s")
    ask(drawn)
    ask(spare)
    actions.draw_from(quiz=made, bank=drawn, count=1)
    return SimpleNamespace(ann=ann, ben=ben, alice=alice, quiz=made, drawn=drawn, spare=spare)


def ask(bank, by=None):
    choices = [(RIGHT, True), (WRONG, False)]
    return actions.write_bank_question(bank=bank, text="Which?", choices=choices, by=by)


def test_banks_are_their_makers_and_theirs_whose_quizzes_draw_from_them(school) -> None:
    seen = {who: {bank.title for bank in banks_of(getattr(school, who))} for who in ("ann", "ben", "alice")}

    assert seen == {"ann": {"Budgets", "Spare"}, "ben": set(), "alice": {"Budgets", "Spare", "Nobody’s"}}


ACTS = {
    "write": lambda bank, by: ask(bank, by=by),
    "change": lambda bank, by: actions.change_bank_question(question=bank.questions.first(), text="Else?", by=by),
    "rename": lambda bank, by: actions.save_bank(title="Other", bank=bank, by=by),
    "delete a question": lambda bank, by: actions.delete_bank_question(question=bank.questions.first(), by=by),
    "delete": lambda bank, by: actions.delete_bank(bank=bank, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_bank_of_others_is_not_changed(school, act) -> None:
    for bank, refusal in ((school.drawn, BankShared), (school.spare, BankOfAnother)):
        with pytest.raises(refusal):
            ACTS[act](bank, school.ben)
        assert (bank.questions.count(), Bank.objects.filter(title=bank.title).exists()) == (1, True)


def test_a_bank_nobody_draws_from_is_its_makers_to_change_and_delete(school) -> None:
    assert ask(school.spare, by=school.ann).pk
    actions.save_bank(title="Saved up", bank=school.spare, by=school.ann)
    actions.delete_bank(bank=school.spare, by=school.ann)

    assert not Bank.objects.filter(made_by=school.ann).exists()


def test_a_bank_whose_maker_is_gone_is_the_owners(school) -> None:
    school.ann.delete()

    assert not Bank.objects.exclude(made_by=None).exists()
    assert banks_of(school.alice).filter(title="Spare").exists()


def test_what_learners_are_asked_is_looked_at_first(school) -> None:
    publish_course(course=school.quiz.lesson.course)
    set_policy(is_reviewed=True, by=school.alice)

    with pytest.raises(SeenByLearners):
        ask(school.drawn, by=school.ann)
    for act in (actions.change_question, actions.delete_question):
        with pytest.raises(SeenByLearners):
            act(question=school.quiz.questions.get(), by=school.ann)
    assert ask(school.drawn, by=school.alice).pk and ask(school.spare, by=school.ann).pk
