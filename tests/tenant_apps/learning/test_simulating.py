"""The simulator tells what saving then does."""

from datetime import timedelta

import pytest

from marque.kit import clock
from tenant_apps.courses import actions as courses
from tenant_apps.courses.rules import Condition, Group, after_days
from tenant_apps.learning import actions, queries
from tenant_apps.learning.simulating import SHOWN, simulate
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def places() -> list:
    """Two learners, ten days apart, of a lesson that opens on the seventh."""
    with clock.fixed(START):
        made = course()
        lesson(module(made), opens_after_days=7)
        found = [enrolment(made, person(f"{days}@example.com"), at=START - timedelta(days=days)) for days in (0, 10)]
        actions.look(now=START)
    return found


def counts(rule, part) -> tuple[int, ...]:
    found = simulate(part=part, rule=rule, now=START)
    return found.learners, found.opens, found.earlier, found.later, found.closes


def states(places) -> list[str]:
    return [queries.outline_for(each, START).lessons[0].state for each in places]


@pytest.mark.parametrize(
    ("rule", "expected", "after"),
    [
        (after_days(7), (0, 0, 0, 0, 0), ["locked", "todo"]),
        (after_days(0), (1, 1, 0, 0, 0), ["todo", "todo"]),
        (after_days(3), (1, 0, 1, 0, 0), ["locked", "todo"]),
        # who has it keeps it
        (after_days(30), (1, 0, 0, 1, 0), ["locked", "todo"]),
        (Group("all", (Condition("cohort", days=1),)), (1, 0, 0, 1, 0), ["locked", "todo"]),
    ],
)
def test_simulate_tells_what_saving_does(places, rule, expected, after) -> None:
    part = places[0].course.lessons.get()

    assert counts(rule, part) == expected
    courses.set_rule(part=part, rule=rule, now=START)
    assert (states(places), counts(rule, part)) == (after, (0, 0, 0, 0, 0))


def test_first_rule_touches_nobody_who_is_there(places) -> None:
    with clock.fixed(START - timedelta(days=5)):
        free = lesson(places[0].course.modules.get(), "Free")

    found = simulate(part=free, rule=after_days(30), now=START + timedelta(minutes=1))

    assert found.is_nothing


def test_no_rule_where_there_was_none_is_nothing_even_for_a_lesson_that_was_moved(places) -> None:
    made, minute = places[0].course, timedelta(minutes=1)
    with clock.fixed(START - timedelta(days=5)):
        free, later = lesson(module(made, "Away"), "Free"), module(made, "Later")
    courses.set_rule(part=later, rule=after_days(300), now=START - timedelta(days=5))
    with clock.fixed(START + minute):
        # open to who is there, not to who comes after
        courses.move_lesson(lesson=free, module=later, position=0)
    latecomer = enrolment(made, person("late@example.com"), at=START + 2 * minute)
    now = START + 3 * minute

    found = simulate(part=free, rule=None, now=now)
    courses.set_rule(part=free, rule=None, now=now)

    after = [queries.outline_for(each, now).lessons[-1].state for each in (*places, latecomer)]
    assert (found.is_nothing, found.of, after) == (True, 3, ["todo", "todo", "locked"])


def test_what_waits_for_another_course_was_not_open_without_a_rule(places) -> None:
    with clock.fixed(START - timedelta(days=5)):
        free = lesson(places[0].course.modules.get(), "Free")
    actions.await_courses(enrolment=places[0], courses=[course("Another")], source="test", now=START)

    found = simulate(part=free, rule=after_days(30), now=START + timedelta(minutes=1))

    assert (found.closes, found.is_nothing) == (0, True)


def test_simulate_names_learners_page_by_page(places) -> None:
    made = places[0].course
    for n in range(SHOWN + 3):
        enrolment(made, person(f"more-{n}@example.com"))
    part = made.lessons.get()

    first = simulate(part=part, rule=after_days(9), now=START)
    second = simulate(part=part, rule=after_days(9), after=first.more, now=START)

    named = [change.enrolment.pk for change in (*first.changes, *second.changes)]
    assert (len(named), len(set(named)), second.more) == (SHOWN + 4, SHOWN + 4, None)
