"""What is counted of questions drawn from banks, in figures that were worked out by hand."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tenant_apps.accounts.models import Role
from tenant_apps.analytics import actions
from tenant_apps.analytics.models import AnswerCount, ChoiceCount, DrawnChoiceCount, DrawnCount
from tenant_apps.analytics.queries.drawn import Drawn, DrawnItem, drawn, over_quizzes
from tenant_apps.analytics.queries.periods import ALL, period
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.drawing import questions_of
from tenant_apps.assessments.models import Attempt, Bank, QuestionVersion, Quiz
from tenant_apps.courses.models import Course
from tests.tenant_apps.analytics.banked import ASKED, OTHER, bank, correlation, drawing, hand_in, taken_by_twelve
from tests.tenant_apps.analytics.factories import learner
from tests.tenant_apps.assessments.factories import RIGHT, WRONG
from tests.tenant_apps.courses.test_authors import author
from tests.tenant_apps.learning.factories import START

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def taken(in_okafor) -> Quiz:
    made = drawing(bank(*ASKED))
    taken_by_twelve(made)
    actions.count_due()
    return made


def found(made: Quiz, **more) -> Drawn:
    return drawn(made.lesson, period(ALL, START), banks=Bank.objects.all(), **more)


def by_text(made: Quiz) -> dict[str, DrawnItem]:
    return {item.question.text: item for item in found(made).items}


def counters() -> list[set[tuple]]:
    return [
        set(DrawnCount.objects.values_list("quiz", "question", "month", "asked", "right", "left_out", "products")),
        set(DrawnChoiceCount.objects.values_list("quiz", "question", "month", "said", "times", "wrong")),
        set(AnswerCount.objects.values_list("question", "month", "asked", "right", "products")),
        set(ChoiceCount.objects.values_list("question", "month", "said", "times", "wrong")),
    ]


def test_drawn_questions_are_judged_by_first_attempts(taken) -> None:
    items = [(item.question.text, item.asked, item.right, item.share, item.verdict) for item in found(taken).items]

    assert items == [
        ("Hard?", 12, 3, 25, "hard"),
        ("Reversed?", 12, 5, 42, "reversed"),
        ("Known well?", 12, 7, 58, "good"),
        ("Good?", 12, 8, 67, "good"),
        ("Easy?", 12, 12, 100, "easy"),
    ]
    assert {item.bank.title for item in found(taken).items} == {"Budgets"}


def test_drawn_questions_tell_apart_as_the_answers_do(taken) -> None:
    tells = {text: item.tells for text, item in by_text(taken).items()}

    assert tells.pop("Easy?") is None
    assert tells == {text: pytest.approx(correlation(text), abs=0.005) for text in tells}


def test_drawn_questions_name_the_most_chosen_wrong_answer(taken) -> None:
    # of the nine who are wrong, those at 3, 6 and 9 chose the other
    hard = by_text(taken)["Hard?"]

    assert (hard.wrong, hard.wrong_times) == (WRONG, 6)


def test_all_that_was_drawn_comes_to_one_share(taken) -> None:
    whole = found(taken, most=2)

    # 8 + 7 + 3 + 5 + 12 of 60
    assert (len(whole.items), whole.questions, whole.asked, whole.right, whole.share) == (2, 5, 60, 35, 58)


def test_what_nobody_answers_is_left_out_and_not_right() -> None:
    made = drawing(bank("First?", "Second?"))
    hand_in(made, learner(made.lesson.course), {"First?": RIGHT})
    actions.count_due()

    figures = {text: (item.asked, item.right, item.left_out) for text, item in by_text(made).items()}
    assert figures == {"First?": (1, 1, 0), "Second?": (1, 0, 1)}


def test_drawn_questions_are_counted_once(taken) -> None:
    before = counters()

    assert actions.count_due() == 0
    actions.count_again()
    actions.count_due()

    assert counters() == before
    assert sum(row.asked for row in DrawnCount.objects.all()) == 60


def test_own_and_drawn_questions_of_an_attempt_are_counted_side_by_side() -> None:
    made = drawing(bank("Banked?"), own=1)
    hand_in(made, learner(made.lesson.course), {"Question 1?": RIGHT, "Banked?": WRONG})
    actions.count_due()

    # one of two is right: 50 % of the attempt
    assert list(AnswerCount.objects.values_list("asked", "right", "scores")) == [(1, 1, 50)]
    assert list(DrawnCount.objects.values_list("asked", "right", "scores")) == [(1, 0, 50)]


def test_attempts_that_were_counted_before_are_due_for_what_they_drew() -> None:
    made = drawing(bank("Banked?"), own=1)
    for name in ("ann", "bea", "cem"):
        hand_in(made, learner(made.lesson.course, name), {"Question 1?": RIGHT, "Banked?": WRONG})
    actions.count_due()
    after = counters()
    # as a business was before what is drawn was counted
    DrawnCount.objects.all().delete()
    DrawnChoiceCount.objects.all().delete()
    Attempt.objects.update(counted_at=timezone.now(), drawn_counted_at=None)

    assert actions.count_due() == 3
    assert counters() == after


def test_count_again_leaves_what_is_due() -> None:
    made = drawing(bank("Banked?"))
    hand_in(made, learner(made.lesson.course), {"Banked?": RIGHT})

    actions.count_again()
    before = DrawnCount.objects.count()
    actions.count_due()

    assert (before, DrawnCount.objects.get().asked) == (0, 1)


def test_a_drawn_essay_is_counted_once_a_person_has_graded_it_without_its_words() -> None:
    home = bank()
    assessments.write_bank_question(bank=home, text="Why?", kind="essay", choices=[])
    made = drawing(home)
    attempt = assessments.start_attempt(quiz=made, enrolment=learner(made.lesson.course))
    (asked,) = questions_of(attempt)
    assessments.keep_words(attempt=attempt, question=asked, text="Because.")
    assessments.hand_in(attempt=attempt)
    actions.count_due()
    before = DrawnCount.objects.count()

    for _twice in "12":
        assessments.grade_attempt(attempt=attempt, said={str(asked.key): assessments.Said("Well argued.", 40)}, by=None)
        actions.count_due()

    assert before == 0
    assert list(DrawnCount.objects.values_list("asked", "right", "shares", "scores")) == [(1, 0, 40, 40)]
    assert not DrawnChoiceCount.objects.exists()


def test_a_grade_set_by_hand_changes_no_figure(taken) -> None:
    before, alice = counters(), author("alice@example.com", Role.OWNER)
    place = Attempt.objects.first().enrolment
    assessments.set_grade(enrolment=place, lesson=taken.lesson, score=3, reason="Copied.", by=alice)
    actions.count_due()

    assert counters() == before


def test_a_question_that_is_rewritten_keeps_its_figures() -> None:
    home = bank("First?")
    made = drawing(home)
    hand_in(made, learner(made.lesson.course, "ann"), {"First?": WRONG})
    asked = home.questions.get()
    choices = [(RIGHT, False), (WRONG, False), (OTHER, True)]
    assessments.write_bank_question(bank=home, question=asked, text="Second?", choices=choices)
    hand_in(made, learner(made.lesson.course, "bea"), {"Second?": OTHER})
    actions.count_due()

    (item,) = found(made).items
    assert (item.question.text, item.asked, item.right, item.wrong) == ("Second?", 2, 1, WRONG)


def test_a_question_that_is_deleted_from_its_bank_is_still_counted() -> None:
    home = bank("First?", "Second?")
    made = drawing(home)
    hand_in(made, learner(made.lesson.course, "ann"), {"First?": WRONG})
    place = learner(made.lesson.course, "bea")
    attempt = assessments.start_attempt(quiz=made, enrolment=place)
    assessments.delete_bank_question(question=home.questions.get(text="First?"))
    assessments.hand_in(attempt=attempt)
    actions.count_due()
    before = counters()
    actions.count_again()

    gone = by_text(made)["First?"]
    assert (gone.asked, gone.left_out, gone.bank, gone.is_gone, gone.wrong) == (2, 1, None, True, WRONG)
    assert counters() == before


def test_words_of_somebody_elses_bank_are_not_told(taken) -> None:
    seen = drawn(taken.lesson, period(ALL, START), banks=Bank.objects.none())

    assert {(item.question.text, item.bank, item.wrong) for item in seen.items} == {
        ("A question of somebody else’s bank", None, "")
    }


def test_last_words_of_a_deleted_question_are_for_those_who_see_its_bank() -> None:
    home, other = bank("First?"), bank("Elsewhere?", title="Others")
    made = drawing(home)
    hand_in(made, learner(made.lesson.course, "ann"), {"First?": WRONG})
    actions.count_due()
    assessments.delete_bank_question(question=home.questions.get())

    def told(*, of: str, **more) -> tuple:
        (item,) = drawn(made.lesson, period(ALL, START), banks=Bank.objects.filter(title=of), **more).items
        return item.question.text, item.wrong, item.is_gone, item.asked

    wordless = ("A question that was deleted", "", True, 1)
    assert (told(of=home.title), told(of=other.title)) == (("First?", WRONG, True, 1), wordless)
    assessments.end_draw(draw=made.bank_draws.get())
    assessments.delete_bank(bank=home)
    assert (told(of=home.title), told(of="", reads_all=True)) == (wordless, ("First?", WRONG, True, 1))


def test_last_words_whose_bank_nobody_wrote_down_are_for_those_who_read_all() -> None:
    home = bank("First?")
    made = drawing(home)
    hand_in(made, learner(made.lesson.course, "ann"), {"First?": WRONG})
    actions.count_due()
    QuestionVersion.objects.update(bank=None)
    assessments.delete_bank_question(question=home.questions.get())

    told = [
        drawn(made.lesson, period(ALL, START), banks=Bank.objects.all(), reads_all=reads_all).items[0].question.text
        for reads_all in (False, True)
    ]
    assert told == ["A question that was deleted", "First?"]


def test_a_bank_sums_over_the_quizzes_of_some_courses() -> None:
    home = bank("First?", "Never drawn?")
    one, two = (drawing(home, title, count=2) for title in ("One", "Two"))
    never = home.questions.get(text="Never drawn?")
    for made, labels in ((one, (RIGHT, WRONG)), (two, (WRONG, OTHER, WRONG))):
        for number, label in enumerate(labels):
            hand_in(made, learner(made.lesson.course, f"ann{number}"), {"First?": label})
    actions.count_due()
    DrawnCount.objects.filter(question=never.key).delete()
    asked = list(home.questions.all())

    both = over_quizzes(asked, Course.objects.filter(title__in=("One", "Two")))
    first = over_quizzes(asked, Course.objects.filter(title="One"))

    key = home.questions.get(text="First?").key
    assert {(key, each.asked, each.right, each.wrong, each.wrong_times) for key, each in both.items()} == {
        (key, 5, 1, WRONG, 3)
    }
    assert [(each.asked, each.right) for each in first.values()] == [(2, 1)]


def test_figures_of_a_period_are_of_learners_who_came_in_it(taken) -> None:
    later = START.replace(year=START.year + 2)

    assert drawn(taken.lesson, period("12", later), banks=Bank.objects.all()) == Drawn()


def test_what_is_too_rarely_asked_to_judge_comes_last(taken) -> None:
    assessments.draw_from(quiz=taken, bank=bank("Rare?", title="Others"), count=1)
    hand_in(taken, learner(taken.lesson.course, "zoe"), dict.fromkeys(ASKED, RIGHT))
    actions.count_due()

    items = [(item.question.text, item.verdict, item.share, item.bank.title) for item in found(taken).items]
    assert items[-1] == ("Rare?", "few", 0, "Others")
