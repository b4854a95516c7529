from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db.models.signals import post_init

from tenant_apps.courses import actions, rules
from tenant_apps.courses.actions import release
from tenant_apps.courses.models import Lesson, Module
from tenant_apps.courses.rules import Condition, Group, ImpossibleRule
from tests.tenant_apps.courses.factories import course, lesson, module

KEY = str(uuid4())
WHOLE = {
    "v": 1,
    "any": [
        {"when": "enrolled", "days": 7},
        {"all": [{"when": "completed", "what": "lesson", "key": KEY}, {"when": "scored", "key": KEY, "percent": 80}]},
        {"when": "date", "at": "2027-01-31T09:00", "zone": "Europe/Copenhagen"},
        {"when": "cohort", "days": 1},
    ],
}

in_okafor = pytest.mark.usefixtures("in_okafor")


def done(one: Lesson | Module) -> Condition:
    return Condition("completed", what=type(one).__name__.lower(), key=str(one.key))


def test_written_is_what_was_read() -> None:
    assert rules.written(rules.read(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    "value",
    [
        {"all": []},
        {"v": 2, "all": []},
        {"v": 1, "some": []},
        {"v": 1, "all": [], "any": []},
        {"v": 1, "all": [{"any": []}]},
        {"v": 1, "all": [{"any": [{"all": [{"when": "enrolled", "days": 1}]}]}]},
        {"v": 1, "all": [{"when": "moon", "days": 1}]},
        {"v": 1, "all": [{"when": "enrolled", "days": -1}]},
        {"v": 1, "all": [{"when": "enrolled", "days": True}]},
        {"v": 1, "all": [{"when": "enrolled", "days": 3651}]},
        {"v": 1, "all": [{"when": "enrolled", "days": 1, "key": KEY}]},
        {"v": 1, "all": [{"when": "cohort", "days": 0}]},
        {"v": 1, "all": [{"when": "scored", "key": KEY, "percent": 101}]},
        {"v": 1, "all": [{"when": "completed", "what": "lesson", "key": "x"}]},
        {"v": 1, "all": [{"when": "date", "at": "2027-02-30T09:00", "zone": ""}]},
        {"v": 1, "all": [{"when": "date", "at": "2027-01-31T09:00", "zone": "Nowhere/Atlantis"}]},
        {"v": 1, "all": [{"when": "date", "at": "2027-01-31T09:00+01:00", "zone": ""}]},
        {"v": 1, "all": [{"when": "date", "at": "0001-01-01T00:00", "zone": ""}]},
        {"v": 1, "all": [{"when": "date", "at": "9999-12-31T23:59", "zone": "America/New_York"}]},
        {"v": 1, "all": [{"when": "enrolled", "days": 1}] * 13},
        [],
        "all",
    ],
)
def test_read_refuses_what_nobody_could_mean(value) -> None:
    with pytest.raises(ImpossibleRule):
        rules.read(value)


@in_okafor
@pytest.mark.parametrize("what", ["lesson", "module"])
def test_set_rule_refuses_things_that_are_not_there(what: str) -> None:
    one, away = lesson(module(course())), module(course("Other"))
    # a lesson of another course may be named, a module may not
    stray = Condition("completed", what=what, key=str(uuid4() if what == "lesson" else away.key))

    with pytest.raises(ImpossibleRule):
        actions.set_rule(part=one, rule=Group("all", (stray,)))

    assert Lesson.objects.get(pk=one.pk).release is None


@in_okafor
def test_set_rule_refuses_the_score_of_what_is_no_quiz() -> None:
    home = module(course())
    text, quiz, last = lesson(home), lesson(home, "Quiz", kind="quiz"), lesson(home, "Last")

    with pytest.raises(ImpossibleRule, match="Only a quiz"):
        actions.set_rule(part=last, rule=Group("all", (Condition("scored", key=str(text.key), percent=80),)))
    actions.set_rule(part=last, rule=Group("all", (Condition("scored", key=str(quiz.key), percent=80),)))

    assert Lesson.objects.get(pk=last.pk).release is not None


@in_okafor
def test_set_rule_refuses_a_circle_and_names_it() -> None:
    home = module(course())
    one, two = lesson(home, "One"), lesson(home, "Two")
    actions.set_rule(part=two, rule=Group("all", (done(one),)))

    with pytest.raises(actions.WaitsForItself) as refused:
        actions.set_rule(part=one, rule=Group("all", (done(two), Condition("enrolled", days=3))))

    assert "One → Two → One" in str(refused.value)


@in_okafor
def test_any_of_is_a_circle_only_where_every_branch_is() -> None:
    home = module(course())
    one, two = lesson(home, "One"), lesson(home, "Two")
    actions.set_rule(part=two, rule=Group("all", (done(one),)))

    actions.set_rule(part=one, rule=Group("any", (done(two), Condition("enrolled", days=3))))
    with pytest.raises(actions.WaitsForItself):
        actions.set_rule(part=one, rule=Group("any", (done(two), Group("all", (done(two),)))))


@in_okafor
def test_move_that_closes_a_circle_is_refused_and_nothing_moves() -> None:
    home = module(course())
    one, two = lesson(home, "One"), lesson(home, "Two")
    actions.set_rule(part=two, rule=Group("all", (Condition("released", days=1),)))
    three = lesson(home, "Three")
    actions.set_rule(part=three, rule=Group("all", (done(two),)))

    with pytest.raises(actions.WaitsForItself, match="Three → Two → Three"):
        actions.move_lesson(lesson=two, module=home, position=3)

    assert [each.title for each in home.lessons.order_by("position")] == ["One", "Two", "Three"]
    assert one.position == 1


@in_okafor
def test_module_moved_behind_what_waits_for_it_is_refused() -> None:
    made = course()
    first, second = module(made, "First"), module(made, "Second")
    lesson(first), lesson(second)
    actions.set_rule(part=second, rule=Group("all", (done(first),)))
    actions.set_rule(part=first, rule=Group("all", (Condition("released", days=1),)))

    with pytest.raises(actions.WaitsForItself):
        actions.move_module(module=first, position=2)


@in_okafor
def test_set_rule_refuses_to_wait_for_the_module_it_is_in() -> None:
    home = module(course())
    one = lesson(home)

    with pytest.raises(actions.WaitsForItself):
        actions.set_rule(part=one, rule=Group("all", (done(home),)))


@in_okafor
def test_set_rule_refuses_courses_that_wait_for_each_other() -> None:
    first, second = course(), course("Other")
    one, two = lesson(module(first)), lesson(module(second))
    actions.set_rule(part=two, rule=Group("all", (Condition("completed", what="course", key=str(first.key)),)))

    with pytest.raises(actions.WaitsForItself):
        actions.set_rule(part=one, rule=Group("all", (Condition("completed", what="course", key=str(second.key)),)))


@in_okafor
@pytest.mark.parametrize("act", [actions.archive_lesson, actions.delete_lesson])
def test_lesson_that_another_waits_for_cannot_leave(act) -> None:
    home = module(course())
    one, two = lesson(home, "One"), lesson(home, "Two")
    actions.set_rule(part=two, rule=Group("all", (done(one),)))

    with pytest.raises(actions.PartAwaited):
        act(lesson=one)


@in_okafor
def test_module_leaves_with_the_lessons_that_wait_for_each_other() -> None:
    home = module(course())
    one, two = lesson(home, "One"), lesson(home, "Two")
    actions.set_rule(part=two, rule=Group("all", (done(one),)))

    actions.archive_module(module=home)

    assert Module.objects.get(pk=home.pk).archived_at is not None


@pytest.fixture
def made_of_rows() -> Iterator[list[object]]:
    """Every module and lesson that is read from now on."""
    found: list[object] = []

    def note(instance: object, **_more: object) -> None:
        found.append(instance)

    for model in (Module, Lesson):
        post_init.connect(note, sender=model)
    yield found
    for model in (Module, Lesson):
        post_init.disconnect(note, sender=model)


@in_okafor
def test_what_leaves_has_only_those_read_that_wait_for_it(request) -> None:
    home = module(course())
    one, two = lesson(home, "One"), lesson(home, "Two")
    actions.set_rule(part=two, rule=Group("any", (Group("all", (done(one),)), Condition("enrolled", days=3))))
    for name in ("Other", "Third"):
        stray = module(course(name), opens_after_days=7)
        actions.set_rule(part=lesson(stray), rule=Group("all", (done(lesson(stray, "Before")),)))
    read = request.getfixturevalue("made_of_rows")

    with pytest.raises(actions.PartAwaited):
        release.refuse_awaited([one.key])

    assert read == [two]
