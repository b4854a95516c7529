from datetime import timedelta

import pytest

from marque.kit.facts.models import Event
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions, queries
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")


def facts(name: str) -> int:
    return Event.objects.filter(fact=name).count()


def test_enrol_twice_is_one_place_and_one_fact() -> None:
    made, who = course(), person()

    first, again = enrolment(made, who), enrolment(made, who)

    assert (first.pk, facts("learning.EnrolmentStarted")) == (again.pk, 1)


def test_enrol_after_an_end_opens_it_again_with_the_history() -> None:
    made, who = course(), person()
    one = lesson(module(made))
    place = enrolment(made, who)
    actions.complete_lesson(enrolment=place, lesson=one, now=START)
    actions.end_enrolment(enrolment=place)

    again = enrolment(made, who, at=START + timedelta(days=90))

    assert (again.is_live, again.started_at, queries.progress(again)) == (True, START, 100)


def test_end_enrolment_twice_is_one_fact() -> None:
    place = enrolment(course())

    actions.end_enrolment(enrolment=place)
    actions.end_enrolment(enrolment=place)

    assert facts("learning.EnrolmentEnded") == 1


def test_open_lesson_too_early_says_when() -> None:
    made = course()
    later = lesson(module(made, opens_after_days=1))

    with pytest.raises(actions.LessonLocked) as refused:
        actions.open_lesson(enrolment=enrolment(made), lesson=later, now=START)

    assert refused.value.opens_at.isoformat() == "2026-11-17T09:00:00+01:00"


def test_open_lesson_after_the_end_is_refused() -> None:
    made = course()
    one = lesson(module(made))
    place = actions.end_enrolment(enrolment=enrolment(made))

    with pytest.raises(actions.EnrolmentOver):
        actions.open_lesson(enrolment=place, lesson=one, now=START)


def test_open_lesson_of_another_course_is_refused() -> None:
    stray = lesson(module(course("Other")))

    with pytest.raises(actions.NotInThisCourse):
        actions.open_lesson(enrolment=enrolment(course()), lesson=stray, now=START)


def test_complete_lesson_twice_is_one_fact() -> None:
    made = course()
    home = module(made)
    one, _two = lesson(home, "One"), lesson(home, "Two")
    place = enrolment(made)

    first = actions.complete_lesson(enrolment=place, lesson=one, now=START)
    again = actions.complete_lesson(enrolment=place, lesson=one, now=START)

    assert (first, again, facts("learning.LessonCompleted"), facts("learning.CourseCompleted")) == (True, False, 1, 0)


def test_complete_lesson_that_is_locked_is_refused() -> None:
    made = course()
    later = lesson(module(made, opens_after_days=1))

    with pytest.raises(actions.LessonLocked):
        actions.complete_lesson(enrolment=enrolment(made), lesson=later, now=START)


def test_complete_last_lesson_completes_the_course_once() -> None:
    made = course()
    home = module(made)
    one, two = lesson(home, "One"), lesson(home, "Two")
    place = enrolment(made)

    for done in (one, two, two):
        actions.complete_lesson(enrolment=place, lesson=done, now=START)

    assert (Enrolment.objects.get().completed_at, facts("learning.CourseCompleted")) == (START, 1)


def test_complete_course_ignores_archived_lessons() -> None:
    made = course()
    home = module(made)
    one, two = lesson(home, "One"), lesson(home, "Two")
    place = enrolment(made)
    courses.archive_lesson(lesson=two)

    actions.complete_lesson(enrolment=place, lesson=one, now=START)

    assert facts("learning.CourseCompleted") == 1


def test_another_learners_progress_does_not_complete_mine() -> None:
    made = course()
    home = module(made)
    one, two = lesson(home, "One"), lesson(home, "Two")
    mine, theirs = enrolment(made), enrolment(made, person("dan@example.com", "Dan"))
    actions.complete_lesson(enrolment=theirs, lesson=two, now=START)

    actions.complete_lesson(enrolment=mine, lesson=one, now=START)

    assert (queries.progress(mine), facts("learning.CourseCompleted")) == (50, 0)


def test_delete_lesson_with_history_is_refused() -> None:
    made = course()
    one = lesson(module(made))
    actions.open_lesson(enrolment=enrolment(made), lesson=one, now=START)

    with pytest.raises(courses.LessonInUse):
        courses.delete_lesson(lesson=one)
    with pytest.raises(courses.ModuleInUse):
        courses.delete_module(module=one.module)


@pytest.mark.parametrize("places", [1, 3])
def test_outlines_for_cost_the_same_for_one_and_three(places: int, django_assert_num_queries) -> None:
    who = person()
    for number in range(places):
        made = course(f"Course {number}")
        lesson(module(made))
        enrolment(made, who)

    with django_assert_num_queries(4):
        assert len(queries.outlines_for(queries.live_enrolments(who), START)) == places


def test_next_openings_are_this_weeks_soonest_first() -> None:
    made = course()
    lesson(module(made, "Open"))
    for name, days in (("Week two", 6), ("Tomorrow", 1), ("Next month", 30)):
        lesson(module(made, name, opens_after_days=days), name)

    outline = queries.outline_for(enrolment(made), START)

    assert [o.module.module.title for o in queries.next_openings([outline], START)] == ["Tomorrow", "Week two"]


def test_open_lesson_finishes_a_course_whose_last_lesson_was_archived() -> None:
    made = course()
    part = module(made)
    one, two = lesson(part), lesson(part, "Another")
    place = enrolment(made)
    actions.complete_lesson(enrolment=place, lesson=one, now=START)
    courses.archive_lesson(lesson=two)

    actions.open_lesson(enrolment=place, lesson=one, now=START)
    actions.open_lesson(enrolment=place, lesson=one, now=START)

    assert (Enrolment.objects.get().completed_at, facts("learning.CourseCompleted")) == (START, 1)
