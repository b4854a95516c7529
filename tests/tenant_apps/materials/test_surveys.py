from datetime import UTC, datetime

import pytest

from tenant_apps.learning.models import LessonProgress
from tenant_apps.materials import actions, queries
from tenant_apps.materials.models import Survey, SurveyAnswer, SurveyResponse
from tests.tenant_apps.materials.factories import a_lesson, learner

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
ROWS = [
    {"title": "Which glaze?", "asked": "one", "options": ["Ash", "Tin"], "is_required": True},
    {"title": "How was it?", "asked": "scale", "options": [], "is_required": False},
    {"title": "What else?", "asked": "words", "options": [], "is_required": False},
]


@pytest.fixture
def survey(in_okafor) -> Survey:
    made = actions.make_survey(lesson=a_lesson("survey"))
    actions.set_survey(survey=made, rows=ROWS, is_anonymous=True)
    return made


def said(survey: Survey, *values: str) -> dict[str, list[str]]:
    return {str(one.key): [value] for one, value in zip(survey.questions.all(), values, strict=False) if value}


def answer(survey: Survey, name: str, *values: str) -> SurveyResponse:
    return actions.answer_survey(
        survey=survey, enrolment=learner(survey.lesson, name), answers=said(survey, *values), as_anonymous=True, now=AT
    )


def test_answer_survey_anonymous_keeps_neither_name_nor_moment(survey: Survey) -> None:
    made = answer(survey, "carol", "1", "4", "More clay")

    kept = SurveyResponse.objects.get(pk=made.pk)
    assert (kept.enrolment_id, kept.created_at.hour) == (None, 0)
    assert {one.created_at.hour for one in kept.answers.all()} == {0}


def test_answer_survey_finishes_the_lesson_and_takes_one_answer(survey: Survey) -> None:
    answer(survey, "carol", "1")

    with pytest.raises(actions.AnsweredAlready):
        answer(survey, "carol", "0")

    assert LessonProgress.objects.get().completed_at == AT
    assert SurveyAnswer.objects.get().choice == 1


@pytest.mark.parametrize("values", [("7",), ("-1",), ("1", "6"), ("x",), ("1", "0")])
def test_answer_survey_with_what_was_not_offered_keeps_nothing(values: tuple[str, ...], survey: Survey) -> None:
    with pytest.raises(actions.NotAnOption):
        answer(survey, "carol", *values)

    assert not SurveyResponse.objects.exists()


def test_answer_survey_without_what_must_be_answered_is_refused(survey: Survey) -> None:
    with pytest.raises(actions.MustBeAnswered, match="Which glaze"):
        answer(survey, "carol", "", "3")


def test_answer_survey_that_is_named_since_the_form_was_opened_is_refused(survey: Survey) -> None:
    actions.set_survey(survey=survey, rows=ROWS, is_anonymous=False)

    with pytest.raises(actions.PromiseChanged):
        answer(survey, "carol", "1")

    assert not SurveyResponse.objects.exists()


def test_results_count_and_average(survey: Survey) -> None:
    for name, glaze, mark in (("ana", "0", "5"), ("ben", "1", "4"), ("cleo", "1", "3")):
        answer(survey, name, glaze, mark, f"{name} says")

    glaze, mark, words = queries.results_of(survey)

    assert glaze.counts == [("Ash", 1, 33), ("Tin", 2, 67)]
    assert (mark.average, words.words) == (4.0, ["ana says", "ben says", "cleo says"])


def test_results_of_an_anonymous_survey_wait_for_three(survey: Survey) -> None:
    answer(survey, "ana", "0")

    assert not queries.is_shown(survey, survey.responses.count())
    assert queries.is_shown(survey, 3)


def test_set_survey_after_an_answer_keeps_its_question(survey: Survey) -> None:
    answer(survey, "ana", "0")
    glaze = survey.questions.first()
    turned = [{**ROWS[0], "key": glaze.key, "options": ["Tin", "Ash"]}, *ROWS[1:]]

    with pytest.raises(actions.QuestionInUse):
        actions.set_survey(survey=survey, rows=turned, is_anonymous=True)
    with pytest.raises(actions.AnonymityPromised):
        actions.set_survey(survey=survey, rows=ROWS, is_anonymous=False)
