from datetime import timedelta

import pytest

from marque.kit.facts.models import Event
from tenant_apps.assessments import actions
from tenant_apps.assessments.kinds import ForgedChoice, NothingChosen
from tenant_apps.assessments.kinds.chosen import NoRightAnswer, TooManyRight
from tenant_apps.assessments.models import Attempt, Quiz
from tenant_apps.learning.models import Enrolment, LessonProgress
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, key, question, quiz
from tests.tenant_apps.courses.factories import course
from tests.tenant_apps.learning.factories import START, enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")


def begin(made: Quiz) -> tuple[Attempt, Enrolment]:
    place = enrolment(made.lesson.course)
    return actions.start_attempt(quiz=made, enrolment=place, now=START), place


def answer(attempt: Attempt, *labels: str) -> Attempt:
    for asked, label in zip(attempt.quiz.questions.all(), labels, strict=False):
        attempt = actions.answer_question(attempt=attempt, question=asked, said=[key(asked, label)], now=START)
    return attempt


def test_start_attempt_twice_is_the_same_attempt() -> None:
    made = quiz()
    first, place = begin(made)

    assert actions.start_attempt(quiz=made, enrolment=place, now=START).pk == first.pk


def test_start_attempt_of_an_empty_quiz_is_refused() -> None:
    with pytest.raises(actions.NoQuestions):
        begin(quiz(questions=0))


def test_answer_question_passing_completes_the_lesson() -> None:
    attempt, _place = begin(quiz(questions=2, pass_mark=50))

    graded = answer(attempt, RIGHT, WRONG)

    assert (graded.score, graded.passed_at, LessonProgress.objects.get().completed_at) == (50, START, START)


def test_answer_question_failing_leaves_the_lesson_open() -> None:
    attempt, _place = begin(quiz(questions=3, pass_mark=67))

    graded = answer(attempt, RIGHT, RIGHT, WRONG)

    assert (graded.score, graded.passed_at, LessonProgress.objects.get().completed_at) == (66, None, None)


def test_answer_question_twice_keeps_the_first_answer() -> None:
    attempt, _place = begin(quiz())
    asked = attempt.quiz.questions.first()
    actions.answer_question(attempt=attempt, question=asked, said=[key(asked, WRONG)])

    again = actions.answer_question(attempt=attempt, question=asked, said=[key(asked, RIGHT)])

    assert again.answers == {str(asked.key): {"chosen": [key(asked, WRONG)], "right": False, "share": 0}}


def test_answer_last_question_twice_grades_once() -> None:
    attempt, _place = begin(quiz(questions=1))

    answer(attempt, RIGHT)
    answer(attempt, RIGHT)

    assert (Attempt.objects.count(), Event.objects.filter(fact="assessments.AttemptGraded").count()) == (1, 1)


@pytest.mark.parametrize("forged", ["00000000-0000-4000-8000-000000000000", "1", "' OR 1=1"])
def test_answer_question_with_a_forged_choice_is_refused(forged: str) -> None:
    attempt, _place = begin(quiz())

    with pytest.raises(ForgedChoice):
        actions.answer_question(attempt=attempt, question=attempt.quiz.questions.first(), said=[forged])


def test_answer_question_with_another_questions_choice_is_refused() -> None:
    attempt, _place = begin(quiz())
    first, second = attempt.quiz.questions.all()

    with pytest.raises(ForgedChoice):
        actions.answer_question(attempt=attempt, question=first, said=[key(second)])


def test_answer_single_question_with_two_choices_is_refused() -> None:
    attempt, _place = begin(quiz())
    asked = attempt.quiz.questions.first()

    with pytest.raises(ForgedChoice):
        actions.answer_question(attempt=attempt, question=asked, said=[key(asked, RIGHT), key(asked, WRONG)])


def test_answer_question_with_nothing_is_refused() -> None:
    attempt, _place = begin(quiz())

    with pytest.raises(NothingChosen):
        actions.answer_question(attempt=attempt, question=attempt.quiz.questions.first(), said=[])


@pytest.mark.parametrize(("labels", "right"), [((RIGHT, WRONG), True), ((RIGHT,), False)])
def test_answer_multiple_question_needs_every_right_choice(labels: tuple[str, ...], right: bool) -> None:
    made = quiz(questions=0)
    asked = question(made, kind="multiple", right=(RIGHT, WRONG))
    attempt, _place = begin(made)

    graded = actions.answer_question(attempt=attempt, question=asked, said=[key(asked, label) for label in labels])

    assert graded.answers[str(asked.key)]["right"] is right


def test_retake_is_the_next_attempt() -> None:
    made = quiz(questions=1)
    attempt, place = begin(made)
    answer(attempt, WRONG)

    again = actions.start_attempt(quiz=made, enrolment=place, now=START)

    assert (again.number, again.answers) == (2, {})


def test_write_question_without_a_right_answer_is_refused() -> None:
    with pytest.raises(NoRightAnswer):
        question(quiz(questions=0), right=())


def test_write_single_question_with_two_right_answers_is_refused() -> None:
    with pytest.raises(TooManyRight):
        question(quiz(questions=0), right=(RIGHT, WRONG))


def test_rewrite_question_keeps_the_keys_of_answers_that_stay() -> None:
    made = quiz(questions=1)
    asked = made.questions.get()
    before = key(asked)

    actions.write_question(quiz=made, question=asked, text="New?", choices=[("Other", False), (RIGHT, True)])

    assert (key(asked), asked.choices.count()) == (before, 2)


def test_delete_question_closes_the_gap() -> None:
    made = quiz(questions=3)

    actions.delete_question(question=made.questions.get(position=1))

    assert [(q.position, q.text) for q in made.questions.all()] == [(1, "Question 2?"), (2, "Question 3?")]


def test_move_question_keeps_places_dense() -> None:
    made = quiz(questions=3)

    actions.move_question(question=made.questions.get(position=3), position=1)

    assert [q.text for q in made.questions.all()] == ["Question 3?", "Question 1?", "Question 2?"]


def test_make_quiz_twice_is_one_quiz() -> None:
    made = quiz(of=course())

    assert actions.make_quiz(lesson=made.lesson) == made


def test_start_attempt_grades_one_whose_last_open_question_was_deleted() -> None:
    made = quiz(questions=2, pass_mark=50)
    attempt, place = begin(made)
    answer(attempt, RIGHT)
    actions.delete_question(question=made.questions.last())

    graded = actions.start_attempt(quiz=made, enrolment=place, now=START)

    assert (graded.pk, graded.score, graded.passed_at) == (attempt.pk, 100, START)


def test_start_attempt_draws_anew_when_nothing_is_left_of_what_was_drawn() -> None:
    made = quiz(questions=1)
    attempt, place = begin(made)
    later = question(made, "Later?")
    actions.delete_question(question=made.questions.first())

    again = actions.start_attempt(quiz=made, enrolment=place, now=START)

    assert (again.pk, again.drawn) == (attempt.pk, [str(later.key)])


def test_start_attempt_grades_one_that_lost_every_question_after_an_answer() -> None:
    made = quiz(questions=2)
    attempt, place = begin(made)
    answer(attempt, RIGHT)
    question(made, "Later?")
    for old in made.questions.filter(position__in=[1, 2]):
        actions.delete_question(question=old)

    graded = actions.start_attempt(quiz=made, enrolment=place, now=START)

    assert (graded.pk, graded.score, graded.submitted_at) == (attempt.pk, 0, START)


def test_write_question_with_two_equal_answers_can_be_saved_again() -> None:
    made = quiz(questions=0)
    choices = [("Same", True), ("Same", False), ("Other", False)]
    asked = actions.write_question(quiz=made, text="Which?", choices=choices)
    before = {str(choice.key) for choice in asked.choices.all()}

    for again in (choices, choices[::2]):
        actions.write_question(quiz=made, question=asked, text="Which?", choices=again)

    left = list(asked.choices.all())
    assert [(choice.text, choice.position, str(choice.key) in before) for choice in left] == [
        ("Same", 1, True),
        ("Other", 2, True),
    ]


@pytest.mark.parametrize("doing", ["start", "answer", "hand_in", "close"])
def test_the_enrolment_is_locked_before_the_attempt(doing: str, django_assert_max_num_queries) -> None:
    made = actions.set_rules(quiz=quiz(), rules=actions.Rules(minutes_allowed=1))
    attempt, place = begin(made)
    asked = made.questions.first()

    with django_assert_max_num_queries(100) as ran:
        if doing == "start":
            actions.start_attempt(quiz=made, enrolment=place, now=START)
        elif doing == "answer":
            actions.answer_question(attempt=attempt, question=asked, said=[key(asked)], now=START)
        elif doing == "hand_in":
            actions.hand_in(attempt=attempt, now=START)
        else:
            actions.close_overdue(now=START + timedelta(minutes=2))

    first = next(query["sql"] for query in ran.captured_queries if " FOR " in query["sql"])
    assert 'FROM "learning_enrolment"' in first
