"""How a quiz is taken: limits, time, chance, and when one learns what was right."""

from datetime import timedelta

import pytest

from tenant_apps.assessments import actions, drawing, queries
from tenant_apps.assessments.actions import grading
from tenant_apps.assessments.models import Attempt, Quiz
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment, LessonProgress
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, key, question, quiz
from tests.tenant_apps.learning.factories import START, enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")


def taken_by(questions: int = 2, **rules) -> Quiz:
    return actions.set_rules(quiz=quiz(questions=questions), rules=actions.Rules(pass_mark=50, **rules))


def begin(made: Quiz, place: Enrolment | None = None, **given) -> Attempt:
    return actions.start_attempt(quiz=made, enrolment=place or enrolment(made.lesson.course), now=START, **given)


def answer(attempt: Attempt, number: int, label: str, *, minutes: int = 0) -> Attempt:
    asked = attempt.quiz.questions.get(position=number)
    at = START + timedelta(minutes=minutes)
    return actions.answer_question(attempt=attempt, question=asked, said=[key(asked, label)], now=at)


def test_there_are_as_many_attempts_as_allowed() -> None:
    made = taken_by(questions=1, attempts_allowed=1)
    attempt = begin(made)
    answer(attempt, 1, WRONG)

    with pytest.raises(actions.NoAttemptLeft):
        begin(made, attempt.enrolment)


def test_going_on_is_no_further_attempt() -> None:
    made = taken_by(attempts_allowed=1)
    attempt = begin(made)

    assert begin(made, attempt.enrolment) == attempt


def test_an_answer_in_time_counts() -> None:
    attempt = begin(taken_by(minutes_allowed=10))

    assert len(answer(attempt, 1, RIGHT, minutes=10).answers) == 1


def test_an_answer_too_late_hands_in_what_there_was() -> None:
    attempt = begin(taken_by(minutes_allowed=10))
    answer(attempt, 1, RIGHT, minutes=9)

    with pytest.raises(actions.TimeIsUp):
        answer(attempt, 2, RIGHT, minutes=11)

    attempt.refresh_from_db()
    assert (attempt.score, len(attempt.answers), attempt.submitted_at) == (50, 1, attempt.due_at)


def test_the_time_goes_on_after_a_reload() -> None:
    made = taken_by(minutes_allowed=10)
    attempt = begin(made)

    again = actions.start_attempt(quiz=made, enrolment=attempt.enrolment, now=START + timedelta(minutes=5))

    assert again.due_at == START + timedelta(minutes=10)


def test_whoever_leaves_is_graded_once_when_the_time_is_up() -> None:
    attempt = begin(taken_by(minutes_allowed=10))
    answer(attempt, 1, RIGHT)

    counts = [actions.close_overdue(now=START + timedelta(minutes=minutes)) for minutes in (10, 11, 12)]

    attempt.refresh_from_db()
    assert (counts, attempt.score, attempt.passed_at) == ([0, 1, 0], 50, attempt.due_at)


def test_until_it_is_handed_in_an_answer_may_be_changed() -> None:
    attempt = begin(taken_by(reveals="end"))
    answer(attempt, 1, WRONG)
    answer(attempt, 2, WRONG)

    open_still = answer(attempt, 1, RIGHT)
    done = actions.hand_in(attempt=attempt, now=START)

    assert (open_still.is_open, done.score, LessonProgress.objects.get().completed_at) == (True, 50, START)


def test_handed_in_twice_is_graded_once_and_then_kept() -> None:
    attempt = begin(taken_by(reveals="end"))
    actions.hand_in(attempt=attempt, now=START)

    again = actions.hand_in(attempt=attempt, now=START + timedelta(days=1))
    with pytest.raises(actions.AlreadyGraded):
        answer(attempt, 1, RIGHT)

    assert (again.submitted_at, again.score) == (START, 0)


@pytest.mark.parametrize(
    ("reveals", "before", "after"),
    [("each", "wrong", "wrong"), ("end", "done", "wrong"), ("never", "done", "done")],
)
def test_what_was_right_is_told_when_the_quiz_says(reveals: str, before: str, after: str) -> None:
    attempt = answer(begin(taken_by(reveals=reveals)), 1, WRONG)

    told = queries.marks(attempt)[0].state
    closed = queries.marks(actions.hand_in(attempt=attempt, now=START))[0].state

    assert (told, closed) == (before, after)


def test_drawn_questions_stay_drawn_and_others_are_refused() -> None:
    made = taken_by(questions=5, draws=2, shuffles=True)
    attempt = begin(made)
    drawn = [mark.question for mark in queries.marks(attempt)]
    other = next(each for each in made.questions.all() if each not in drawn)

    again = [mark.question for mark in queries.marks(begin(made, attempt.enrolment))]
    with pytest.raises(Exception, match="does not belong"):
        actions.answer_question(attempt=attempt, question=other, said=[key(other)], now=START)

    assert (len(drawn), drawn) == (2, again)


def test_a_question_written_later_is_not_asked_in_an_open_attempt() -> None:
    made = taken_by(questions=1)
    attempt = begin(made)
    question(made, "Late?")

    assert answer(attempt, 1, RIGHT).score == 100


@pytest.mark.parametrize(("labels", "score"), [((RIGHT, RIGHT), 100), ((WRONG, RIGHT), 62), ((RIGHT, WRONG), 6)])
def test_points_and_penalties_make_the_score(labels: tuple[str, str], score: int) -> None:
    made = taken_by(questions=0)
    for text, points in (("Easy?", 1), ("Hard?", 3)):
        asked = question(made, text)
        choices = [(choice.text, choice.is_right) for choice in asked.choices.all()]
        marking = actions.Marking(points=points, penalty=50 if points == 1 else 25)
        actions.write_question(quiz=made, question=asked, text=text, choices=choices, marking=marking)
    attempt = begin(made)
    for number, label in enumerate(labels, start=1):
        attempt = answer(attempt, number, label)

    assert attempt.score == score


@pytest.mark.parametrize("rules", [{"attempts_allowed": 0}, {"minutes_allowed": 1441}, {"draws": -1}])
def test_rules_nobody_could_keep_are_refused_by_field(rules: dict[str, int]) -> None:
    with pytest.raises(actions.BadRule) as refused:
        taken_by(**rules)

    assert refused.value.field == next(iter(rules))


@pytest.mark.parametrize("gone", ["place", "lesson"])
def test_an_attempt_without_its_place_or_lesson_is_graded_and_finishes_nothing(gone: str) -> None:
    attempt = answer(begin(taken_by(minutes_allowed=10)), 1, RIGHT)
    if gone == "place":
        Enrolment.objects.update(ended_at=START)
    else:
        Lesson.objects.update(archived_at=START, position=None)

    closed = actions.close_overdue(now=START + timedelta(hours=1))

    attempt.refresh_from_db()
    assert (closed, attempt.score, LessonProgress.objects.get().completed_at) == (1, 50, None)


def test_an_attempt_that_cannot_be_closed_does_not_hold_up_the_next(monkeypatch, caplog) -> None:
    first = begin(taken_by(minutes_allowed=10))
    begin(taken_by(minutes_allowed=10))
    monkeypatch.setattr(grading, "questions_of", _fails_for(first))

    closed = actions.close_overdue(now=START + timedelta(hours=1))

    assert (closed, [attempt.is_open for attempt in Attempt.objects.order_by("pk")]) == (1, [True, False])
    assert f"The overdue attempt {first.pk} could not be handed in." in caplog.text


def _fails_for(faulty: Attempt):
    def questions_of(attempt: Attempt):
        if attempt == faulty:
            raise ValueError
        return drawing.questions_of(attempt)

    return questions_of
