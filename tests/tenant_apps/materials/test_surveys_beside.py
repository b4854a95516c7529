"""A survey on the page of a lesson that is something else: answered once, tied to nobody, finishing nothing."""

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials import actions
from tenant_apps.materials.models import Survey, SurveyAnswer, SurveyAnswered, SurveyResponse
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import signed_in
from tests.tenant_apps.materials.factories import learner
from tests.tenant_apps.materials.test_beside import beside, desk, is_done, url
from tests.tenant_apps.materials.test_surveys import AT, ROWS, said

NAMES = [f"learner{n}" for n in range(11)]


@pytest.fixture
def survey(in_okafor) -> Survey:
    return asked()


def asked(*, is_anonymous: bool = True) -> Survey:
    made = actions.make_survey(lesson=beside("survey"))
    actions.set_survey(survey=made, rows=ROWS, is_anonymous=is_anonymous)
    return Survey.objects.select_related("lesson__course").get(pk=made.pk)


def answer(survey: Survey, place: Enrolment, *values: str) -> SurveyResponse | None:
    return actions.answer_survey(
        survey=survey, enrolment=place, answers=said(survey, *values), as_anonymous=survey.is_anonymous, now=AT
    )


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_it_is_answered_once_and_finishes_nothing(is_anonymous: bool, in_okafor) -> None:
    survey = asked(is_anonymous=is_anonymous)
    place = learner(survey.lesson)

    answer(survey, place, "1")
    with pytest.raises(actions.AnsweredAlready):
        answer(survey, place, "0")

    assert (SurveyAnswer.objects.get().choice, is_done(place)) == (1, False)


def test_a_lesson_that_is_finished_is_answered_all_the_same(survey: Survey) -> None:
    place = learner(survey.lesson)
    learning.complete_lesson(enrolment=place, lesson=survey.lesson)

    assert answer(survey, place, "1")


def test_nothing_ties_who_answered_to_what_was_said(survey: Survey) -> None:
    for name in NAMES:
        answer(survey, learner(survey.lesson, name), "1", "4", f"{name} says")

    noted, given = SurveyAnswered.objects.order_by("pk"), SurveyResponse.objects.order_by("pk")
    said_by_key = {one.key: one.answers.exclude(words="").get().words for one in given}
    # no moment: all alike; no order: neither list is the one in which they came (once in 40 million runs it is)
    assert {one.created_at for one in noted} == {survey.created_at}
    assert len({one.created_at for one in given}) == 1
    assert [one.enrolment.person.email for one in noted] != [f"{name}@example.com" for name in NAMES]
    assert list(said_by_key.values()) != [f"{name} says" for name in NAMES]
    words = SurveyAnswer.objects.exclude(words="").order_by("pk").values_list("words", flat=True)
    assert list(words) != [f"{name} says" for name in NAMES]
    assert not {one.key for one in noted} & set(said_by_key) and not {one.pk for one in noted} & {
        one.pk for one in given
    }


def test_who_answered_beside_a_lesson_that_becomes_the_survey_is_done_without_being_asked_again(survey: Survey) -> None:
    place = learner(survey.lesson)
    answer(survey, place, "1")
    courses.revise_lesson(lesson=Lesson.objects.get(pk=survey.lesson_id), kind="survey", blocks=[])

    again = answer(survey, place, "0")

    assert (again, SurveyResponse.objects.count(), is_done(place)) == (None, 1, True)


def test_it_is_answered_on_the_page_and_read_in_the_studio(client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        survey = asked(is_anonymous=False)
        lesson = survey.lesson
        learner(lesson)
        glaze, mark, words = survey.questions.all()
    maren = creator(client_for, okafor)
    form = carol.get(url(lesson))

    left_out = carol.post(f"{url(lesson)}answers/", {"promised": "named", str(words.key): "More clay"})
    taken = carol.post(f"{url(lesson)}answers/", {"promised": "named", str(glaze.key): "1"}, follow=True)

    assert "Send my answers" in form.text and "X-Keep" not in form
    assert (left_out.status_code, "More clay" in left_out.text) == (422, True)
    assert "Please answer “Which glaze?”" in left_out.text
    assert "You have answered. Thank you." in taken.text and "Mark as done" in taken.text
    assert "Send my answers" not in taken.text
    assert "1 person answered" in maren.get(desk(lesson, "survey")).text
    assert ",carol@example.com," in maren.get(f"{desk(lesson, 'survey')}export/").text


def test_passers_by_read_the_questions_and_answer_nothing(client_for, okafor) -> None:
    with enter(okafor):
        lesson = asked().lesson
        courses.update_lesson(lesson=lesson, is_preview=True)

    page = client_for(okafor).get(url(lesson)).text

    assert "Which glaze?" in page and "Learners of this course answer here." in page
    assert "Send my answers" not in page
