"""Courses that come before others."""

from datetime import timedelta
from itertools import count

import pytest

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.rules import after_courses
from tenant_apps.learning import actions, explaining
from tenant_apps.learning.actions import awaiting
from tenant_apps.learning.models import AwaitedCourse, Enrolment
from tenant_apps.paths.actions import WaitsForItself
from tests.tenant_apps.courses.factories import course, published
from tests.tenant_apps.learning.factories import START, enrolment, person
from tests.tenant_apps.paths.walking import path_of

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def two() -> tuple[Course, Course]:
    """The second needs the first."""
    first, second = published("First", lessons=1), published("Second", lessons=1)
    courses.set_prerequisites(course=second, needs=[first])
    return first, second


def is_open(held: Enrolment) -> bool:
    (explained,) = explaining.explain(Enrolment.objects.select_related("course", "person").get(pk=held.pk), START)
    return explained.standing.is_open


def test_whoever_enrols_waits_for_what_comes_before(two) -> None:
    first, second = two
    carol = person()
    before, held = enrolment(first, carol), enrolment(second, carol)
    assert not is_open(held)

    actions.complete_lesson(enrolment=before, lesson=first.lessons.get(), now=START)

    assert is_open(held)


def test_who_was_there_before_keeps_it_open(two) -> None:
    first, _second = two
    third = published("Third", lessons=1)
    held = enrolment(third)

    courses.set_prerequisites(course=third, needs=[first])

    assert is_open(held)


def test_another_prerequisite_moves_who_waits_and_none_lets_them_in(two, deliver_facts) -> None:
    _first, second = two
    held = enrolment(second)
    courses.set_prerequisites(course=second, needs=[published("Other", lessons=1)])
    deliver_facts()
    (explained,) = explaining.explain(Enrolment.objects.select_related("course", "person").get(pk=held.pk), START)
    assert [line.text for line in explained.lines] == ["“Other” is finished"]

    courses.set_prerequisites(course=second, needs=[])
    deliver_facts()

    assert is_open(held)


def test_another_prerequisite_moves_them_in_batches_and_goes_on_where_it_was_cut_off(
    two, monkeypatch, deliver_facts
) -> None:
    _first, second = two
    other, calls, real = published("Other", lessons=1), count(1), awaiting.await_courses
    for number in range(5):
        enrolment(second, person(f"p{number}@example.com"))
    deliver_facts()
    courses.set_prerequisites(course=second, needs=[other])

    def await_courses(**named) -> None:
        if next(calls) == 4:
            raise RuntimeError("killed")
        real(**named)

    monkeypatch.setattr(awaiting, "AT_ONCE", 2)
    monkeypatch.setattr(awaiting, "await_courses", await_courses)
    deliver_pending()
    before = AwaitedCourse.objects.filter(course=other).count()
    with clock.fixed(clock.now() + timedelta(hours=1)):
        deliver_pending()

    assert (before, AwaitedCourse.objects.filter(course=other).count(), next(calls)) == (2, 5, 8)


def test_a_circle_of_courses_is_refused_in_words(two) -> None:
    first, second = two

    with pytest.raises(courses.WaitsForItself, match="First → Second → First"):
        courses.set_prerequisites(course=first, needs=[second])

    assert not first.prerequisites.exists()


def test_a_circle_of_empty_courses_is_refused() -> None:
    first, second = course("First"), course("Second")
    courses.set_prerequisites(course=second, needs=[first])

    with pytest.raises(courses.WaitsForItself):
        courses.set_prerequisites(course=first, needs=[second])


def test_a_rule_and_a_path_that_contradict_a_prerequisite_are_refused(two) -> None:
    first, second = two
    rule = after_courses([str(second.key)])

    with pytest.raises(courses.WaitsForItself):
        courses.set_rule(part=Lesson.objects.get(course=first), rule=rule)
    with pytest.raises(WaitsForItself):
        path_of(second, first, is_enforced=True)


def test_the_courses_page_says_what_comes_before(two, client_for, in_okafor) -> None:
    body = client_for(in_okafor).get("/courses/second/").content.decode()

    assert "Opens once you have finished:" in body and "/courses/first/" in body
