"""What makes a course impossible to reach, across enforced paths, prerequisites and rules."""

from collections.abc import Callable, Iterator
from threading import Barrier

import pytest

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses import actions as courses
from tenant_apps.courses.actions import release
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.rules import after_courses
from tenant_apps.paths import actions
from tenant_apps.paths.models import Path, PathStep
from tests.tenant_apps.courses.factories import published, waits_for
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.paths.walking import path_of


def made(*titles: str) -> list[Course]:
    return [published(title, lessons=1) for title in titles]


def lesson_of(course: Course) -> Lesson:
    return Lesson.objects.get(course=course)


LATER: dict[str, Callable[[Course, Course], object]] = {
    "a prerequisite": lambda line, colour: courses.set_prerequisites(course=line, needs=[colour]),
    "a rule about a course": lambda line, colour: courses.set_rule(
        part=lesson_of(line), rule=after_courses([str(colour.key)])
    ),
    "a rule about a lesson": lambda line, colour: courses.set_rule(
        part=lesson_of(line), rule=waits_for(lesson_of(colour))
    ),
}


@pytest.mark.parametrize("later", LATER)
def test_what_is_set_later_may_not_contradict_an_enforced_path(later: str, in_okafor) -> None:
    line, colour = made("Line", "Colour")
    path_of(line, colour, is_enforced=True)

    with pytest.raises(courses.WaitsForItself, match="On the path “Painter” .*Line"):
        LATER[later](line, colour)

    assert not line.prerequisites.exists() and lesson_of(line).rule is None


@pytest.mark.parametrize("later", LATER)
def test_advice_contradicts_nothing(later: str, in_okafor) -> None:
    line, colour = made("Line", "Colour")
    path_of(line, colour)

    LATER[later](line, colour)


def test_a_circle_over_a_course_off_the_path_is_refused_from_each_side(in_okafor) -> None:
    line, colour, light = made("Line", "Colour", "Light")
    path = path_of(line, colour, is_enforced=True)
    courses.set_prerequisites(course=light, needs=[colour])

    with pytest.raises(courses.WaitsForItself, match="Line → Light → Colour → Line"):
        courses.set_prerequisites(course=line, needs=[light])

    actions.update_path(path=path, is_enforced=False)
    courses.set_prerequisites(course=line, needs=[light])
    with pytest.raises(actions.WaitsForItself, match="Line → Light → Colour → Line"):
        actions.update_path(path=path, is_enforced=True)


def test_a_course_put_on_a_path_is_looked_at(in_okafor) -> None:
    line, colour, light = made("Line", "Colour", "Light")
    path = path_of(line, light, is_enforced=True)
    courses.set_prerequisites(course=line, needs=[colour])

    with pytest.raises(actions.WaitsForItself):
        actions.add_step(path=path, course=colour)

    assert [step.course for step in path.steps.order_by("position")] == [line, light]


def test_two_paths_may_go_through_the_same_courses_the_other_way_round(in_okafor) -> None:
    line, colour = made("Line", "Colour")
    path_of(line, colour, is_enforced=True)

    other = path_of(colour, line, title="Printer", is_enforced=True)

    assert Path.objects.get(pk=other.pk).is_enforced


def test_a_circle_for_whoever_goes_along_two_paths_is_refused(in_okafor) -> None:
    line, colour, clay, glaze = made("Line", "Colour", "Clay", "Glaze")
    path_of(line, colour, is_enforced=True)
    path_of(clay, glaze, title="Potter", is_enforced=True)
    courses.set_prerequisites(course=clay, needs=[colour])

    with pytest.raises(courses.WaitsForItself, match="several paths .*Line → Glaze → Clay → Colour → Line"):
        courses.set_prerequisites(course=line, needs=[glaze])


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    yield okafor
    with enter(okafor):
        for model in (PathStep, Path, Course, Product, Event):
            model.objects.all().delete()


@pytest.fixture
def together(monkeypatch) -> None:
    """Two writers have written both before either of them looks for a circle."""
    both, real = Barrier(2, timeout=60), courses.take_turns

    def wait() -> None:
        both.wait()
        real()

    monkeypatch.setattr(courses, "take_turns", wait)
    monkeypatch.setattr(release, "take_turns", wait)


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except (courses.WaitsForItself, actions.WaitsForItself):
        return "refused"
    return "done"


def test_two_prerequisites_at_once_close_no_circle(committed, request) -> None:
    with enter(committed):
        line, colour = made("Line", "Colour")
    request.getfixturevalue("together")
    pairs = [(line, colour), (colour, line)]

    def need(number: int) -> str:
        course, needs = pairs[number]
        return outcome(lambda: courses.set_prerequisites(course=course, needs=[needs]))

    assert sorted(at_once(committed, 2, need)) == ["done", "refused"]


@pytest.mark.parametrize("later", LATER)
def test_an_order_and_what_contradicts_it_at_once_close_no_circle(later: str, committed, request) -> None:
    with enter(committed):
        line, colour = made("Line", "Colour")
        path = path_of(line, colour)
    request.getfixturevalue("together")
    acts = [lambda: actions.update_path(path=path, is_enforced=True), lambda: LATER[later](line, colour)]

    assert sorted(at_once(committed, 2, lambda number: outcome(acts[number]))) == ["done", "refused"]
