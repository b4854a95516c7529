"""Counters: each change once, and the same numbers made again."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenant_apps.analytics import actions
from tenant_apps.analytics.models import (
    AnswerCount,
    ChoiceCount,
    DrawnChoiceCount,
    DrawnCount,
    FilmCount,
    LessonCount,
    PlaceCount,
)
from tenant_apps.assessments import actions as assessments
from tenant_apps.learning.models import LessonProgress
from tests.examples import examples
from tests.tenant_apps.analytics.factories import does, learner, saw, taught
from tests.tenant_apps.assessments.factories import WRONG, key, quiz
from tests.tenant_apps.learning.factories import START

pytestmark = pytest.mark.usefixtures("in_okafor")
MODELS = {
    PlaceCount: ("cohort", "month", "course_id", "took", "people"),
    LessonCount: ("cohort", "month", "lesson_id", "opened", "finished"),
    FilmCount: ("cohort", "month", "lesson_id", "second", "begins", "lasts", "repeats"),
    AnswerCount: ("cohort", "month", "question_id", "asked", "right", "shares", "products"),
    ChoiceCount: ("cohort", "month", "question_id", "said", "times", "wrong"),
    DrawnCount: ("cohort", "month", "quiz_id", "question", "asked", "right", "shares", "products"),
    DrawnChoiceCount: ("cohort", "month", "quiz_id", "question", "said", "times", "wrong"),
}
FIRST_SUM = {
    PlaceCount: "people",
    LessonCount: "opened",
    FilmCount: "begins",
    AnswerCount: "asked",
    ChoiceCount: "times",
    DrawnCount: "asked",
    DrawnChoiceCount: "times",
}


def everything() -> dict[str, set[tuple]]:
    """All counters that are not nothing."""
    return {
        model.__name__: {row for row in model.objects.values_list(*names) if any(row[names.index(FIRST_SUM[model]) :])}
        for model, names in MODELS.items()
    }


def test_count_due_twice_counts_once() -> None:
    made, (one, two, _three) = taught()
    does(learner(made), finished=[one], opened=[two])

    assert actions.count_due() == 4  # whose cohort it is, a place and two lessons
    assert actions.count_due() == 0
    assert list(LessonCount.objects.order_by("lesson_id").values_list("opened", "finished")) == [(1, 1), (1, 0)]


def test_count_due_moves_who_finished_later() -> None:
    made, lessons = taught()
    place = learner(made)
    does(place, finished=lessons[:2])
    actions.count_due()
    does(place, finished=lessons[2:], after=9)
    actions.count_due()

    assert set(PlaceCount.objects.exclude(people=0).values_list("took", "people")) == {(9, 1)}


def test_count_due_follows_a_film_by_the_second() -> None:
    made, (film, *_others) = taught()
    saw(learner(made, "ann"), film, (0, 30), (10, 20), (50, 60))
    actions.count_due()
    saw(learner(made, "bea"), film, (0, 20))
    actions.count_due()

    rows = {row.second: row for row in FilmCount.objects.all()}
    seen = list(accumulate(rows[second].begins if second in rows else 0 for second in range(61)))
    again = list(accumulate(rows[second].repeats if second in rows else 0 for second in range(61)))
    assert (seen[0], seen[25], seen[40], seen[55], seen[60]) == (2, 1, 0, 1, 0)
    assert (again[9], again[10], again[19], again[20]) == (0, 1, 1, 0)
    assert {second: row.lasts for second, row in rows.items() if row.lasts} == {60: 1, 20: 1}


def test_count_due_counts_first_attempts_only() -> None:
    made = quiz()
    place = learner(made.lesson.course)
    for labels in ([WRONG, None], [None, None]):
        attempt = assessments.start_attempt(quiz=made, enrolment=place)
        for question, label in zip(made.questions.all(), labels, strict=True):
            said = key(question, label) if label else key(question)
            assessments.answer_question(attempt=attempt, question=question, said=[said])
    actions.count_due()

    rows = AnswerCount.objects.order_by("question__position").values_list("asked", "right", "scores")
    assert list(rows) == [(1, 0, 50), (1, 1, 50)]
    assert ChoiceCount.objects.get(wrong=1).said == key(made.questions.get(position=1), WRONG)


def test_count_again_makes_the_same_numbers_and_leaves_what_is_due() -> None:
    made, (film, two, three) = taught()
    saw(learner(made, "ann"), film, (0, 30), (5, 40))
    does(learner(made, "bea"), finished=[film, two, three])
    actions.count_due()
    before = everything()
    does(learner(made, "cem"), finished=[film])

    actions.count_again()

    assert everything() == before
    assert LessonProgress.objects.filter(to_count=True).count() == 1


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50), st.integers(1, 30), st.booleans()), max_size=8))
def test_counters_are_what_progress_says_whatever_the_order(history) -> None:
    made, (film, *_others) = taught()
    for name, start, length, sweep in history:
        saw(learner(made, name, START), film, (start, start + length))
        if sweep:
            actions.count_due()
    while actions.count_due():
        pass
    rows = FilmCount.objects.filter(lesson=film)
    seen = {second: sum(rows.filter(second__lte=second).values_list("begins", flat=True)) for second in (0, 10, 30, 60)}

    played = [row.played for row in LessonProgress.objects.filter(lesson=film)]
    assert seen == {
        second: sum(any(start <= second < end for start, end in spans) for spans in played) for second in seen
    }
