"""Authors change what kind a lesson is; who answered its survey stays known, and who did not may still answer."""

from importlib import import_module

import pytest
from django.db import connection

from marque.kit.tenancy.context import enter
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials import actions, queries
from tenant_apps.materials.models import Survey, SurveyAnswered, SurveyResponse
from tests.tenant_apps.courses.blocks import OWN
from tests.tenant_apps.learning.factories import signed_in
from tests.tenant_apps.materials.factories import a_lesson, learner
from tests.tenant_apps.materials.test_beside import is_done, url
from tests.tenant_apps.materials.test_surveys import AT, ROWS
from tests.tenant_apps.materials.test_surveys_beside import answer, asked

NAMES = [f"learner{n}" for n in range(11)]


def a_survey_lesson(*, is_anonymous: bool = True) -> Survey:
    made = actions.make_survey(lesson=a_lesson("survey"))
    actions.set_survey(survey=made, rows=ROWS, is_anonymous=is_anonymous)
    return again(made)


def again(survey: Survey) -> Survey:
    return Survey.objects.select_related("lesson__course").get(pk=survey.pk)


def becomes_text(survey: Survey) -> Survey:
    lesson = Lesson.objects.get(pk=survey.lesson_id)
    courses.revise_lesson(lesson=lesson, kind="text", body="<p>Words.</p>", blocks=[OWN, {"kind": "survey"}])
    return again(survey)


def becomes_the_survey(survey: Survey) -> Survey:
    courses.revise_lesson(lesson=Lesson.objects.get(pk=survey.lesson_id), kind="survey", blocks=[])
    return again(survey)


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_who_answered_a_survey_lesson_is_not_asked_when_it_becomes_another(is_anonymous: bool, in_okafor) -> None:
    survey = a_survey_lesson(is_anonymous=is_anonymous)
    place = learner(survey.lesson)
    answer(survey, place, "1")
    survey = becomes_text(survey)

    with pytest.raises(actions.AnsweredAlready):
        answer(survey, place, "0")

    assert queries.has_answered(survey, place) and SurveyResponse.objects.count() == 1


def test_who_finished_a_lesson_that_becomes_the_survey_may_answer_it_once(client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        survey = asked()
        place = learner(survey.lesson)
        learning.complete_lesson(enrolment=place, lesson=survey.lesson)
        survey = becomes_the_survey(survey)
        glaze = survey.questions.first()
    sent = {"promised": "anonymous", str(glaze.key): "1"}

    before = carol.get(url(survey.lesson)).text
    taken = carol.post(f"{url(survey.lesson)}answers/", sent, follow=True).text
    twice = carol.post(f"{url(survey.lesson)}answers/", sent, follow=True).text

    assert "Send my answers" in before and "You have answered. Thank you." not in before
    assert "Your answers are in. Thank you." in taken and "Send my answers" not in taken
    assert "You have answered this survey already." in twice
    with enter(okafor):
        assert (SurveyResponse.objects.count(), is_done(place)) == (1, True)


def test_nothing_ties_who_answered_a_survey_lesson_to_what_was_said(in_okafor) -> None:
    survey = a_survey_lesson()
    for name in NAMES:
        answer(survey, learner(survey.lesson, name), "1")

    assert_unordered(survey)


def assert_unordered(survey: Survey) -> None:
    noted = SurveyAnswered.objects.order_by("pk")
    assert {one.created_at for one in noted} == {survey.created_at}
    assert {one.enrolment.person.email for one in noted} == {f"{name}@example.com" for name in NAMES}
    # once in 40 million runs they stand in the order in which they came
    assert [one.enrolment.person.email for one in noted] != [f"{name}@example.com" for name in NAMES]


def fill() -> None:
    """What the migration does to a business that was here before."""
    with connection.cursor() as cursor:
        cursor.execute(import_module("tenant_apps.materials.migrations.0004_answered_survey_lessons")._ANSWERED)


def test_who_answered_survey_lessons_before_is_found_once(in_okafor) -> None:
    survey = a_survey_lesson()
    for name in NAMES:
        answer(survey, learner(survey.lesson, name), "1")
    SurveyAnswered.objects.all().delete()

    fill()
    fill()

    assert SurveyAnswered.objects.count() == len(NAMES)
    assert_unordered(survey)


def test_who_finished_on_a_day_without_answers_is_not_taken_for_one_who_answered(in_okafor) -> None:
    survey = a_survey_lesson()
    answer(survey, learner(survey.lesson), "1")
    early = finished(survey, "dan")
    SurveyAnswered.objects.all().delete()

    fill()

    assert SurveyAnswered.objects.get().enrolment.person.email == "carol@example.com"
    assert not queries.has_answered(survey, early)


def test_where_all_who_answered_are_known_nobody_is_added(in_okafor) -> None:
    survey = asked()
    answer(survey, learner(survey.lesson), "1")
    finished(survey, "dan", at=AT)

    fill()

    assert SurveyAnswered.objects.count() == 1


def finished(survey: Survey, name: str, at=None) -> Enrolment:
    place = learner(survey.lesson, name)
    learning.complete_lesson(enrolment=place, lesson=survey.lesson, now=at)
    return place
