import pytest
from django.db import IntegrityError, connection, transaction

from tenant_apps.courses import actions, queries
from tenant_apps.courses.models import Course, Lesson, Module
from tests.tenant_apps.courses.factories import course, lesson, module, titles

pytestmark = pytest.mark.usefixtures("in_okafor")


def settle() -> None:
    """Deferred constraints speak now, not at a commit that a test never makes."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_create_course_makes_the_product_it_is_sold_as() -> None:
    made = course("The Second Number")

    assert (made.slug, made.product.kind, made.product.thing_key) == ("the-second-number", "course", made.key)


def test_create_course_twice_gets_another_address() -> None:
    course("Same")

    assert course("Same").slug == "same-2"


def test_create_course_at_a_taken_address_is_refused() -> None:
    course("Same", slug="same")

    with pytest.raises(actions.AddressTaken):
        course("Other", slug="same")


def test_update_course_to_a_taken_address_is_refused() -> None:
    course("Taken")
    second = course("Second")

    with pytest.raises(actions.AddressTaken):
        actions.update_course(course=second, slug="taken")


def test_publish_course_without_lessons_is_refused() -> None:
    with pytest.raises(actions.NothingToPublish):
        actions.publish_course(course=course())


def test_publish_course_twice_keeps_the_first_moment() -> None:
    made = course()
    lesson(module(made))
    first = actions.publish_course(course=made).published_at

    actions.publish_course(course=made)

    assert Course.objects.get(pk=made.pk).published_at == first


@pytest.mark.parametrize(
    ("place", "order"),
    [(1, ["C", "A", "B"]), (2, ["A", "C", "B"]), (3, ["A", "B", "C"]), (0, ["C", "A", "B"]), (99, ["A", "B", "C"])],
)
def test_move_module_keeps_places_dense(place: int, order: list[str]) -> None:
    made = course()
    a, b, c = (module(made, name) for name in "ABC")

    actions.move_module(module=c, position=place)
    settle()

    assert titles(made.modules) == list(enumerate(order, start=1))


def test_move_lesson_within_its_module() -> None:
    home = module(course())
    a, b, c = (lesson(home, name) for name in "ABC")

    actions.move_lesson(lesson=a, module=home, position=3)
    settle()

    assert titles(home.lessons) == [(1, "B"), (2, "C"), (3, "A")]


def test_move_lesson_to_another_module_leaves_no_hole() -> None:
    made = course()
    home, away = module(made, "Home"), module(made, "Away")
    a, b, c = (lesson(home, name) for name in "ABC")
    lesson(away, "X"), lesson(away, "Y")

    actions.move_lesson(lesson=b, module=away, position=2)
    settle()

    assert (titles(home.lessons), titles(away.lessons)) == (
        [(1, "A"), (2, "C")],
        [(1, "X"), (2, "B"), (3, "Y")],
    )


def test_move_lesson_and_back_changes_nothing() -> None:
    made = course()
    home, away = module(made, "Home"), module(made, "Away")
    a, _b = lesson(home, "A"), lesson(home, "B")

    actions.move_lesson(lesson=a, module=away, position=1)
    actions.move_lesson(lesson=a, module=home, position=1)

    assert (titles(home.lessons), titles(away.lessons)) == ([(1, "A"), (2, "B")], [])


def test_move_lesson_to_another_course_is_refused() -> None:
    stray = module(course("Other"))

    with pytest.raises(actions.ForeignModule):
        actions.move_lesson(lesson=lesson(module(course())), module=stray, position=1)


def test_two_modules_in_one_place_are_refused_by_the_database() -> None:
    made = course()
    module(made, "A"), module(made, "B")

    with pytest.raises(IntegrityError), transaction.atomic():
        Module.objects.filter(title="B").update(position=1)
        settle()


def test_add_lesson_with_a_known_title_gets_another_address() -> None:
    made = course()
    lesson(module(made, "A"), "Same")

    assert lesson(module(made, "B"), "Same").slug == "same-2"


def test_rename_lesson_keeps_its_address() -> None:
    made = lesson(module(course()), "Old title")

    actions.rename_lesson(lesson=made, title="New title")

    assert (Lesson.objects.get().title, Lesson.objects.get().slug) == ("New title", "old-title")


def test_add_lesson_quiz_as_preview_is_refused() -> None:
    with pytest.raises(actions.PreviewOfQuiz):
        lesson(module(course()), "Quiz", kind="quiz", is_preview=True)


def test_archive_lesson_leaves_the_outline_dense() -> None:
    home = module(course())
    a, b, c = (lesson(home, name) for name in "ABC")

    actions.archive_lesson(lesson=a)
    settle()

    assert titles(home.lessons) == [(1, "B"), (2, "C")]


def test_restore_lesson_comes_back_last() -> None:
    home = module(course())
    a, _b = lesson(home, "A"), lesson(home, "B")
    actions.archive_lesson(lesson=a)

    actions.restore_lesson(lesson=a)

    assert titles(home.lessons) == [(1, "B"), (2, "A")]


def test_archive_and_restore_module_bring_its_lessons_along() -> None:
    made = course()
    gone, _kept = module(made, "Gone"), module(made, "Kept")
    lesson(gone, "A")

    actions.archive_module(module=gone)
    without = [part.module.title for part in queries.outline(made)]
    actions.restore_module(module=gone)

    assert (without, [(p.module.title, len(p.lessons)) for p in queries.outline(made)]) == (
        ["Kept"],
        [("Kept", 0), ("Gone", 1)],
    )


def test_delete_module_closes_the_gap() -> None:
    made = course()
    a, _b = module(made, "A"), module(made, "B")

    actions.delete_module(module=a)

    assert titles(made.modules) == [(1, "B")]


@pytest.mark.parametrize("days", [-1, 3651])
def test_set_release_of_impossible_days_is_refused(days: int) -> None:
    with pytest.raises(actions.ImpossibleRelease):
        actions.set_release(module=module(course()), days=days)


def test_outline_costs_two_queries(django_assert_num_queries) -> None:
    made = course()
    for name in "ABC":
        lesson(module(made, name))

    with django_assert_num_queries(2):
        assert [len(part.lessons) for part in queries.outline(made)] == [1, 1, 1]
