"""Versions of lessons keep spots, steps, code and questions, and bring them back."""

import pytest

from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson, LessonVersion
from tenant_apps.courses.own_rows import readable_rows
from tenant_apps.materials import actions
from tenant_apps.materials.models import HotSpot, Step, StepDone, SurveyQuestion
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.materials.factories import a_lesson, learner

QUESTION = {"title": "How was it?", "asked": "one", "options": ["Good", "Bad"], "is_required": True}


def steps(of: Lesson) -> list[str]:
    return list(Step.objects.filter(lesson=of).values_list("title", flat=True))


def version(number: int) -> LessonVersion:
    return LessonVersion.objects.get(number=number)


def kept(name: str = "steps") -> list[list[str]]:
    found = LessonVersion.objects.order_by("number").values_list("rows", flat=True)
    return [[row["title"] for row in rows.get(name, [])] for rows in found]


def test_each_change_of_the_steps_is_a_version(in_okafor) -> None:
    lesson = a_lesson("project")

    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}], note="Trimming is new.", by="Ann")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])

    assert kept() == [[], ["Throw"], ["Throw", "Trim"]]
    assert (version(3).note, version(3).by_name) == ("Trimming is new.", "Ann")
    assert Lesson.objects.get(pk=lesson.pk).change_note == "Trimming is new."


def test_restored_steps_keep_what_was_ticked_of_those_that_were_there(in_okafor) -> None:
    lesson = a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])
    throw, trim = Step.objects.filter(lesson=lesson)
    actions.tick_step(enrolment=learner(lesson), step=trim, done=True)
    actions.set_steps(lesson=lesson, rows=[{"key": trim.key, "title": "Trim the foot"}])

    courses.restore_version(version=version(2))

    assert steps(lesson) == ["Throw", "Trim"]
    assert list(StepDone.objects.values_list("step__title", flat=True)) == ["Trim"]
    assert kept()[-1] == ["Throw", "Trim"]


def test_steps_that_learners_ticked_stay_when_an_older_version_comes_back(in_okafor) -> None:
    lesson = a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])
    trim = Step.objects.get(lesson=lesson, title="Trim")
    actions.tick_step(enrolment=learner(lesson), step=trim, done=True)

    courses.restore_version(version=version(1))

    assert (steps(lesson), StepDone.objects.count()) == (["Trim"], 1)


def test_step_that_comes_back_is_the_one_it_was(in_okafor) -> None:
    lesson = a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
    key = Step.objects.get(lesson=lesson).key
    actions.set_steps(lesson=lesson, rows=[])

    for _time in range(2):
        courses.restore_version(version=version(2))

    assert Step.objects.get(lesson=lesson).key == key


def test_question_that_must_be_answered_now_is_a_difference(in_okafor) -> None:
    lesson = a_lesson("survey")
    survey = actions.make_survey(lesson=lesson)
    for required in (False, True):
        keys = [{"key": one.key} for one in survey.questions.all()] or [{}]
        rows = [{**keys[0], **QUESTION, "is_required": required}]
        actions.set_survey(survey=survey, rows=rows, is_anonymous=False)

    before, after = (readable_rows(version(number).rows) for number in (2, 3))

    assert ("[Must be answered]" in before, "[Must be answered]" in after) == (False, True)


def test_version_that_is_older_than_the_keeping_leaves_the_rows(in_okafor) -> None:
    lesson = a_lesson("project")
    courses.revise_lesson(lesson=lesson, body="<p>Clay.</p>")
    LessonVersion.objects.update(rows=None)
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])

    courses.restore_version(version=version(1))

    assert (steps(lesson), version(2).rows, version(3).rows["steps"][0]["title"]) == (["Throw"], {}, "Throw")


def test_text_and_spots_come_back_together(in_okafor) -> None:
    lesson = a_lesson("hotspots")
    actions.set_spots(lesson=lesson, rows=[{"title": "Rim", "x": 10, "y": 20, "text": "Thin"}])
    courses.revise_lesson(lesson=lesson, body="<p>Another text.</p>")
    actions.set_spots(lesson=lesson, rows=[])

    back = courses.restore_version(version=version(2))

    assert list(HotSpot.objects.filter(lesson=lesson).values_list("title", "x", "y", "text")) == [
        ("Rim", 10, 20, "Thin")
    ]
    assert (back.body, back.versions.count()) == (version(2).body, 5)


def test_questions_that_were_answered_since_refuse_and_nothing_is_changed(in_okafor) -> None:
    lesson = a_lesson("survey")
    survey = actions.make_survey(lesson=lesson)
    courses.revise_lesson(lesson=lesson, body="<p>Before.</p>")
    actions.set_survey(survey=survey, rows=[QUESTION], is_anonymous=False)
    key = str(SurveyQuestion.objects.get().key)
    actions.answer_survey(survey=survey, enrolment=learner(lesson), answers={key: ["0"]}, as_anonymous=False)

    with pytest.raises(actions.QuestionInUse):
        courses.restore_version(version=version(1))

    assert (Lesson.objects.get(pk=lesson.pk).body, LessonVersion.objects.count()) == ("<p>Before.</p>", 3)


def test_draft_has_nobody_to_tell_and_stays(in_okafor) -> None:
    lesson = a_lesson("project")
    courses.unpublish_lessons(course=lesson.course, lessons=[lesson])

    with pytest.raises(courses.NothingToTell):
        actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}], note="New.")

    assert steps(lesson) == []


def test_page_says_that_ticked_steps_stayed(client_for, okafor, in_okafor) -> None:
    client, lesson = creator(client_for, okafor), a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
    actions.tick_step(enrolment=learner(lesson), step=Step.objects.get(), done=True)
    root = f"/studio/courses/{lesson.course.key}/lessons/{lesson.key}/versions/"

    said = client.post(f"{root}1/", {"change": "minor"}, follow=True).content.decode()

    assert "Steps that learners have ticked stay" in said


def test_page_of_steps_tells_learners_and_history_shows_what_changed(client_for, okafor, in_okafor) -> None:
    client, lesson = creator(client_for, okafor), a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw the bowl"}])
    root = f"/studio/courses/{lesson.course.key}/lessons/{lesson.key}"
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-title": "Throw the vase"}

    silent = client.post(f"{root}/project/", {**rows, "change": "tell"})
    said = client.post(f"{root}/project/", {**rows, "change": "tell", "note": "A vase now."})
    shown = client.get(f"{root}/versions/").content.decode()

    assert (silent.status_code, "Say in a sentence" in silent.content.decode(), said.status_code) == (422, True, 302)
    assert ["<del>bowl</del>" in shown, "<ins>vase</ins>" in shown, "A vase now." in shown] == [True] * 3
