"""Words of spots, steps and code are found while a lesson's page shows them."""

import pytest

from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.materials import actions
from tenant_apps.place.search import find
from tests.tenant_apps.courses.blocks import OWN, code
from tests.tenant_apps.learning.factories import START
from tests.tenant_apps.materials.factories import a_lesson, learner

SPOT = {"title": "The rim", "x": 1, "y": 1, "text": "Painters looked here."}


def titles(place, words: str) -> list[str]:
    return [hit.title for hit in find(place.person, words, START).lessons]


def write(kind: str, lesson: Lesson) -> None:
    if kind == "hotspots":
        actions.set_spots(lesson=lesson, rows=[SPOT])
    elif kind == "project":
        actions.set_steps(lesson=lesson, rows=[{"title": "Throw", "text": "As painters do."}])
    else:
        actions.set_listings(lesson=lesson, rows=[{"title": "a.py", "language": "python", "code": "painters = 3"}])


@pytest.mark.parametrize("kind", ["hotspots", "project", "code"])
def test_words_of_what_a_lesson_is_are_found_until_it_is_something_else(kind: str, in_okafor) -> None:
    lesson = a_lesson(kind)
    place = learner(lesson)
    before = titles(place, "painters")
    write(kind, lesson)

    found = titles(place, "painters")
    courses.revise_lesson(lesson=Lesson.objects.get(pk=lesson.pk), kind="text")

    assert (before, found, titles(place, "painters")) == ([], [lesson.title], [])


def test_words_of_steps_beside_a_text_are_found_until_they_go(in_okafor) -> None:
    lesson = a_lesson("text", body="<p>Plain.</p>")
    place = learner(lesson)
    courses.revise_lesson(lesson=lesson, blocks=[OWN, {"kind": "project"}])
    write("project", lesson)

    found = find(place.person, "painters", START).lessons
    courses.revise_lesson(lesson=Lesson.objects.get(pk=lesson.pk), blocks=[OWN])

    assert "<mark>painters</mark>" in found[0].said
    assert titles(place, "painters") == []


def test_code_that_a_page_shows_no_more_is_not_found_beside_a_block_of_code(in_okafor) -> None:
    lesson = a_lesson("code")
    place = learner(lesson)
    write("code", lesson)

    courses.revise_lesson(lesson=lesson, kind="text", blocks=[OWN, code("sculptors = 1")])

    assert (titles(place, "painters"), titles(place, "sculptors")) == ([], [lesson.title])


def test_what_code_compares_takes_no_word_behind_it_away(in_okafor) -> None:
    lesson = a_lesson("code")
    place = learner(lesson)
    rows = [{"title": "a.py", "language": "python", "code": "1 < 2"}, {"title": "b.py", "code": "painters = 3"}]
    actions.set_listings(lesson=lesson, rows=rows)

    assert titles(place, "painters") == [lesson.title]
