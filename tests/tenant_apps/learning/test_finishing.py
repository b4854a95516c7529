"""A course whose last lessons to do have gone is finished."""

import pytest

from marque.kit.facts.models import Event
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")

LEAVES = {
    "archived": lambda last: courses.archive_lesson(lesson=last),
    "archived with others": lambda last: courses.archive_lessons(course=last.course, lessons=[last]),
    "archived with its module": lambda last: courses.archive_module(module=last.module),
    "a draft again": lambda last: courses.unpublish_lessons(course=last.course, lessons=[last]),
    "a draft until later": lambda last: courses.schedule_lesson(lesson=last, at=START.replace(year=2096)),
    "deleted": lambda last: courses.delete_lesson(lesson=last),
    "deleted with its module": lambda last: courses.delete_module(module=last.module),
}


def all_but_one(*names: str) -> tuple[Course, Lesson, list[Enrolment]]:
    """A course of two lessons, each in a module, of which these learners have done the first."""
    made = course()
    first, last = lesson(module(made, "One"), "One"), lesson(module(made, "Two"), "Two")
    places = [enrolment(made, person(f"{name}@example.com", name)) for name in names]
    for each in places:
        actions.complete_lesson(enrolment=each, lesson=first, now=START)
    return made, last, places


def finished() -> list[str]:
    rows = Enrolment.objects.filter(completed_at__isnull=False).order_by("pk")
    return list(rows.values_list("person__name", flat=True))


def told() -> int:
    return Event.objects.filter(fact="learning.CourseCompleted").count()


@pytest.mark.parametrize("leaves", LEAVES)
def test_the_last_lesson_to_do_that_leaves_finishes_the_course_once(leaves, deliver_facts) -> None:
    made, last, _places = all_but_one("ann")
    enrolment(made, person("bea@example.com", "bea"))

    LEAVES[leaves](last)
    deliver_facts()
    actions.finish_who_is_done(course_id=made.pk)

    assert (finished(), told()) == (["ann"], 1)


def test_a_lesson_that_leaves_while_another_is_to_do_finishes_nobody(deliver_facts) -> None:
    made, last, _places = all_but_one("ann")
    lesson(last.module, "Three")

    courses.archive_lesson(lesson=last)
    deliver_facts()

    assert (finished(), told()) == ([], 0)


def test_a_course_without_lessons_finishes_nobody(deliver_facts) -> None:
    made, _last, _places = all_but_one("ann")

    courses.archive_lessons(course=made, lessons=Lesson.objects.all())
    deliver_facts()

    assert (finished(), told()) == ([], 0)


def test_who_left_the_course_does_not_finish_it(deliver_facts) -> None:
    _made, last, (ann, _bea) = all_but_one("ann", "bea")
    actions.end_enrolment(enrolment=ann)

    courses.archive_lesson(lesson=last)
    deliver_facts()

    assert finished() == ["bea"]


def test_a_large_course_is_gone_through_piece_by_piece(deliver_facts) -> None:
    made, last, _places = all_but_one("ann", "bea", "cem")
    Lesson.objects.filter(pk=last.pk).delete()

    first = actions.finish_who_is_done(course_id=made.pk, most=2)
    alone = finished()
    deliver_facts()

    assert (first, alone, finished(), told()) == (2, ["ann", "bea"], ["ann", "bea", "cem"], 3)
