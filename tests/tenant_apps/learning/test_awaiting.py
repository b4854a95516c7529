"""A place that opens once other courses are finished."""

import pytest

from marque.kit.facts.models import Event
from tenant_apps.learning import actions, explaining, queries
from tenant_apps.learning.drip.deciding import standings
from tenant_apps.learning.drip.plan import plan_of
from tenant_apps.learning.drip.reading import facts_of
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import START, enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def waiting() -> Enrolment:
    """Carol's place in the second course, after the first."""
    first, second = published("First", lessons=1), published("Second", lessons=1)
    held = enrolment(second)
    enrolment(first, held.person)
    actions.await_courses(enrolment=held, courses=[first], source="test")
    return Enrolment.objects.select_related("course", "person").get(pk=held.pk)


def finish_first(held: Enrolment) -> Enrolment:
    first = Enrolment.objects.get(person=held.person, course__title="First")
    actions.complete_lesson(enrolment=first, lesson=first.course.lessons.get())
    return first


def opened() -> int:
    return Event.objects.filter(fact__endswith="CourseOpened").count()


def test_a_course_that_waits_is_locked_and_says_for_what(waiting) -> None:
    lesson = waiting.course.lessons.get()

    with pytest.raises(actions.LessonLocked):
        actions.open_lesson(enrolment=waiting, lesson=lesson)

    (explained,) = explaining.explain(waiting, START)
    assert [(line.text, line.is_met) for line in explained.lines] == [("“First” is finished", False)]
    assert [each.title for each in queries.awaited_by(waiting)] == ["First"]


def test_the_end_of_the_other_course_opens_it_and_is_told_once(waiting, deliver_facts) -> None:
    finish_first(waiting)
    deliver_facts()

    actions.open_after(person_id=waiting.person_id, course_id=Enrolment.objects.get(course__title="First").course_id)

    assert actions.open_lesson(enrolment=waiting, lesson=waiting.course.lessons.get())
    assert opened() == 1


def test_the_moment_it_opened_is_the_other_courses_end(waiting) -> None:
    done = finish_first(waiting)
    done.refresh_from_db()
    plan = plan_of(waiting.course)

    (standing,) = standings(plan, facts_of(waiting, plan), done.completed_at).values()

    assert (standing.is_open, standing.at) == (True, done.completed_at)


def test_a_wait_that_is_given_up_opens_it_and_tells(waiting, deliver_facts) -> None:
    actions.await_courses(enrolment=waiting, courses=[], source="test")
    actions.await_courses(enrolment=waiting, courses=[], source="test")

    waiting.refresh_from_db()
    assert (waiting.awaits, opened()) == (False, 1)


def test_what_was_opened_stays_open(waiting) -> None:
    actions.await_courses(enrolment=waiting, courses=[], source="test")
    lesson = waiting.course.lessons.get()
    actions.open_lesson(enrolment=waiting, lesson=lesson)

    first = Enrolment.objects.get(course__title="First").course
    actions.await_courses(enrolment=waiting, courses=[first], source="test")

    assert actions.open_lesson(enrolment=waiting, lesson=lesson)


def test_a_finished_course_is_not_waited_for(waiting) -> None:
    finish_first(waiting)
    other = published("Third", lessons=1)
    third = enrolment(other, waiting.person)

    actions.await_courses(
        enrolment=third, courses=[Enrolment.objects.get(course__title="First").course, other], source="test"
    )

    third.refresh_from_db()
    assert not third.awaits
