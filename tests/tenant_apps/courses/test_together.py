"""Several lessons at once, and two tabs on one outline."""

import pytest

from tenant_apps.courses import actions, queries
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import LessonProgress
from tests.tenant_apps.courses.factories import course, lesson, module, published, waits_for
from tests.tenant_apps.learning.factories import enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")


def order(of) -> str:
    return queries.order_of(queries.outline(of, drafts=True))


def layout(of) -> list[list[str]]:
    return [[one.title for one in part.lessons] for part in queries.outline(of, drafts=True)]


@pytest.fixture
def abc():
    made = course()
    home, away = module(made, "Home"), module(made, "Away")
    return made, home, away, [lesson(home, title) for title in "ABC"]


def test_move_lesson_over_anothers_move_is_refused_and_loses_nothing(abc) -> None:
    made, home, away, (a, b, _c) = abc
    seen = order(made)
    actions.move_lesson(lesson=a, module=away, position=1, seen=seen)

    with pytest.raises(actions.OutlineChanged):
        actions.move_lesson(lesson=b, module=home, position=2, seen=seen)

    assert layout(made) == [["B", "C"], ["A"]]


def test_move_module_over_an_added_lesson_is_refused(abc) -> None:
    made, home, away, _lessons = abc
    seen = order(made)
    lesson(home, "D")

    with pytest.raises(actions.OutlineChanged):
        actions.move_module(module=away, position=1, seen=seen)


def test_move_lessons_keeps_the_order_given(abc) -> None:
    made, _home, away, (a, _b, c) = abc
    lesson(away, "D")

    actions.move_lessons(lessons=[c, a], module=away)

    assert layout(made) == [["B"], ["D", "C", "A"]]


def test_move_lessons_that_are_gone_is_refused(abc) -> None:
    _made, _home, away, (a, *_rest) = abc
    actions.archive_lesson(lesson=a)

    with pytest.raises(actions.NothingChosen):
        actions.move_lessons(lessons=[a], module=away)


def test_archive_lessons_keeps_progress_and_restore_puts_them_back(abc) -> None:
    made, home, _away, (a, b, c) = abc
    learning.complete_lesson(enrolment=enrolment(made), lesson=b)
    before = {str(one.key): (str(home.key), one.position) for one in (a, b)}

    actions.archive_lessons(course=made, lessons=[a, b])
    gone = layout(made)
    back = actions.restore_lessons(course=made, places_before=before)

    assert (gone, back, layout(made)) == ([["C"], []], 2, [["A", "B", "C"], []])
    assert LessonProgress.objects.filter(lesson=b, completed_at__isnull=False).count() == 1


def test_archive_lessons_something_waits_for_is_refused_whole(abc) -> None:
    made, _home, _away, (a, b, c) = abc
    actions.set_rule(part=c, rule=waits_for(a))

    with pytest.raises(actions.PartAwaited):
        actions.archive_lessons(course=made, lessons=[a, b])

    assert layout(made)[0] == ["A", "B", "C"]


def test_move_lessons_away_keeps_what_learners_did_here() -> None:
    here, there = published(), course("Elsewhere")
    target = module(there)
    first = Lesson.objects.get(title="Lesson 1")
    learning.complete_lesson(enrolment=enrolment(here), lesson=first)

    (twin,) = actions.move_lessons_away(lessons=[first], module=target)

    assert (layout(here), layout(there)) == ([["Lesson 2"]], [["Lesson 1"]])
    assert (twin.is_draft, LessonProgress.objects.get().lesson_id) == (True, first.pk)
