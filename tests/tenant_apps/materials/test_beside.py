"""Spots, steps, a session and a survey on the page of a lesson that is something else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.courses import actions as courses
from tenant_apps.courses.actions.blocks import BadBlock, PartIsTheLesson
from tenant_apps.courses.models import Lesson, LessonBlock
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment, LessonProgress
from tenant_apps.materials import actions
from tenant_apps.materials.agenda import upcoming
from tenant_apps.materials.models import LessonSession, Step, StepDone
from tests.tenant_apps.courses.blocks import OWN, a_picture, a_sheet, kinds, of_file, text
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.courses.test_packages import packed
from tests.tenant_apps.learning.factories import START, signed_in
from tests.tenant_apps.materials.factories import a_lesson, learner
from tests.tenant_apps.programs import a_program

KINDS = ("hotspots", "project", "survey", "live")


def part(kind: str) -> dict[str, str]:
    return of_file(kind, a_picture(), "The jug") if kind == "hotspots" else {"kind": kind}


def beside(*asked: str, kind: str = "text") -> Lesson:
    """A lesson that is something else, with these parts on its page."""
    made = a_lesson(kind, body="<p>Its own words.</p>")
    courses.update_lesson(lesson=made, blocks=[OWN, *(part(each) for each in asked)])
    return Lesson.objects.select_related("course", "module").get(pk=made.pk)


def url(lesson: Lesson) -> str:
    return f"/learn/{lesson.course.slug}/{lesson.slug}/"


def desk(lesson: Lesson, name: str = "") -> str:
    return f"/studio/courses/{lesson.course.key}/lessons/{lesson.key}/{name and name + '/'}"


def is_done(enrolment: Enrolment) -> bool:
    return LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False).exists()


@pytest.fixture
def carol(client_for, okafor) -> Client:
    return signed_in(client_for, okafor)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_part_of_each_kind_shows_to_learners_and_to_passers_by(kind, carol, client_for, okafor) -> None:
    with enter(okafor):
        lesson = beside(kind)
        courses.update_lesson(lesson=lesson, is_preview=True)
        learner(lesson)

    pages = [client.get(url(lesson)) for client in (carol, client_for(okafor))]

    assert [(page.status_code, f'data-kind="{kind}"' in page.text) for page in pages] == [(200, True)] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_its_editor_is_reached_from_the_lesson_while_the_part_is_there(kind, client_for, okafor) -> None:
    with enter(okafor):
        lesson = beside(kind)
    maren = creator(client_for, okafor)
    there = f'href="{desk(lesson, kind)}"' in maren.get(desk(lesson)).text, maren.get(desk(lesson, kind)).status_code

    with enter(okafor):
        courses.update_lesson(lesson=lesson, blocks=[text("Nothing of it.")])

    assert there == (True, 200)
    assert f'href="{desk(lesson, kind)}"' not in maren.get(desk(lesson)).text
    assert maren.get(desk(lesson, kind)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_is_not_shown_once_more_on_its_own_page(kind, in_okafor) -> None:
    lesson = a_lesson(kind)
    other = beside(kind)

    with pytest.raises(PartIsTheLesson, match="stands where the lesson itself stands"):
        courses.update_lesson(lesson=Lesson.objects.get(pk=lesson.pk), blocks=[OWN, part(kind)])
    with pytest.raises(PartIsTheLesson):
        courses.revise_lesson(lesson=Lesson.objects.get(pk=other.pk), kind=kind)

    assert (kinds(lesson), Lesson.objects.get(pk=other.pk).kind) == ([], "text")


def test_spots_stand_on_a_picture(in_okafor) -> None:
    lesson = a_lesson("text")

    for wrong in ({"kind": "hotspots"}, of_file("hotspots", a_sheet())):
        with pytest.raises(BadBlock):
            courses.update_lesson(lesson=lesson, blocks=[wrong])


def test_spots_open_on_the_parts_own_picture(carol, client_for, okafor) -> None:
    with enter(okafor):
        lesson = beside("hotspots")
        learner(lesson)
    maren = creator(client_for, okafor)
    form = maren.get(desk(lesson, "hotspots")).text
    said = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-title": "Rim", "rows-0-x": "20"}

    maren.post(desk(lesson, "hotspots"), said | {"rows-0-y": "30", "rows-0-text": "Thin."})

    page = carol.get(url(lesson)).text
    assert "<spot-board" in form and 'alt="jug' in form
    assert 'aria-label="Rim"' in page and "Thin." in page and page.count("Its own words.") == 1


def test_ticking_every_step_is_kept_and_finishes_nothing(carol, okafor) -> None:
    with enter(okafor):
        lesson = beside("project")
        actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])
        place, steps = learner(lesson), list(Step.objects.all())

    answers = [carol.post(f"{url(lesson)}steps/{step.key}/", {"done": "1"}, follow=True) for step in steps]

    with enter(okafor):
        assert (StepDone.objects.count(), is_done(place)) == (2, False)
    assert "Every step is done." in answers[1].text
    assert "so is the lesson" not in answers[1].text
    assert answers[1].text.count('aria-pressed="true"') == 2
    carol.post(f"{url(lesson)}completion/")
    with enter(okafor):
        assert is_done(place)


def test_steps_of_a_part_that_was_taken_away_are_no_longer_ticked(carol, okafor) -> None:
    with enter(okafor):
        lesson = beside("project")
        actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
        learner(lesson)
        courses.update_lesson(lesson=lesson, blocks=[])
        step = lesson.steps.get()

    assert carol.post(f"{url(lesson)}steps/{step.key}/", {"done": "1"}).status_code == 404


def test_ticks_stay_when_the_project_becomes_a_part(in_okafor) -> None:
    lesson = a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])
    place = learner(lesson)
    first, last = lesson.steps.all()
    actions.tick_step(enrolment=place, step=first, done=True)

    courses.revise_lesson(lesson=Lesson.objects.get(pk=lesson.pk), kind="text", blocks=[part("project")])

    again = Step.objects.select_related("lesson").get(pk=last.pk)
    assert actions.tick_step(enrolment=place, step=again, done=True)
    assert (StepDone.objects.count(), is_done(place)) == (2, False)


@pytest.mark.parametrize(("later", "shown"), [(-16, False), (-15, True), (60, False)])
def test_the_link_of_a_session_shows_in_its_window_alone(later, shown, carol, okafor) -> None:
    begins = START + timedelta(days=3)
    with enter(okafor):
        lesson = beside("live")
        actions.set_session(lesson=lesson, starts_at=begins, minutes=60, link="https://meet.example/abc")
        learner(lesson)

    with clock.fixed(begins + timedelta(minutes=later)):
        page = carol.get(url(lesson))

    # what is true for an hour is not kept on a device
    assert (("https://meet.example/abc" in page.text), "X-Keep" in page) == (shown, False)
    assert ("This session is over." in page.text) is (later == 60)


def test_a_session_is_taken_into_a_calendar_and_stands_in_the_agenda(carol, okafor) -> None:
    begins = START + timedelta(days=3)
    with enter(okafor):
        lesson, other = beside("live", "project"), beside("project")
        place = learner(lesson)
        for each in (lesson, other):
            # of a part that is not there any more, nobody is told
            LessonSession.objects.create(lesson=each, starts_at=begins)
            learning.enrol(person=place.person, course=each.course)
        ahead = upcoming(place.person, START, begins + timedelta(days=9))

    said = carol.get(f"{url(lesson)}session.ics")

    assert [entry.url for entry in ahead] == [url(lesson)]
    assert "DTSTART:" in said.text and carol.get(f"{url(other)}session.ics").status_code == 404


def test_a_length_nobody_said_follows_the_steps_of_a_part(in_okafor) -> None:
    lesson = beside("project")

    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])
    with_steps = Lesson.objects.get(pk=lesson.pk)
    before = with_steps.minutes
    courses.update_lesson(lesson=with_steps, blocks=[])

    assert (before, Lesson.objects.get(pk=lesson.pk).minutes) == (10, 0)


def test_a_copy_has_the_parts_and_their_rows(in_okafor) -> None:
    lesson = beside("hotspots", "project", "live")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
    actions.set_spots(lesson=lesson, rows=[{"title": "Rim", "x": 1, "y": 1}])

    (twin,) = courses.copy_lessons(lessons=[lesson], module=lesson.module)

    assert kinds(twin) == ["lesson", "hotspots", "project", "live"]
    assert (twin.steps.get().title, twin.hot_spots.get().title) == ("Throw", "Rim")
    assert Step.objects.count() == 2


def test_a_package_takes_the_parts_and_their_rows_along(okafor, other, tmp_path) -> None:
    with enter(okafor):
        lesson = beside("hotspots", "project", "survey")
        actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
        actions.set_spots(lesson=lesson, rows=[{"title": "Rim", "x": 1, "y": 1}])
        actions.make_survey(lesson=lesson)
        path = packed(tmp_path, lesson.course)

    with enter(other):
        courses.import_course(path=path)
        there = Lesson.objects.get(title="The work")
        assert kinds(there) == ["lesson", "hotspots", "project", "survey"]
        assert (there.steps.get().title, there.hot_spots.get().title) == ("Throw", "Rim")
        assert there.survey.is_anonymous


def test_what_a_lesson_is_stands_once_on_its_page_whatever_came_from_elsewhere(carol, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("project")
        actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
        LessonBlock.objects.create(lesson=lesson, kind="project", position=1)
        learner(lesson)

    assert carol.get(url(lesson)).text.count('class="steps"') == 1


def test_programs_write_what_a_part_shows_while_it_is_there(in_okafor) -> None:
    program, lesson = a_program(in_okafor, "courses:read", "courses:write"), beside("project")
    path = f"/lessons/{lesson.key}/"

    written = program.call("put", f"{path}steps/", {"steps": [{"title": "Throw", "text": ""}]})
    elsewhere = program.call("get", f"{path}spots/")

    assert (written.status_code, elsewhere.status_code) == (200, 404)
    assert lesson.steps.get().title == "Throw"


def test_parts_cost_a_page_the_same_however_many_rows_they_have(carol, okafor) -> None:
    with enter(okafor):
        lesson = beside("hotspots", "project")
        learner(lesson)
    counts = []
    for many in (1, 12):
        with enter(okafor):
            actions.set_steps(lesson=lesson, rows=[{"title": f"Step {n}"} for n in range(many)])
            actions.set_spots(lesson=lesson, rows=[{"title": f"Spot {n}", "x": n, "y": n} for n in range(many)])
        carol.get(url(lesson))
        with CaptureQueriesContext(connection) as asked:
            carol.get(url(lesson))
        counts.append(len(asked))

    assert counts[0] == counts[1]
