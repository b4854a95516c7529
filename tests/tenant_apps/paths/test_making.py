from types import SimpleNamespace

import pytest

from tenant_apps.accounts.models import Role
from tenant_apps.courses.actions import NeedsApproval, set_policy, set_rule, teacher_of
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.rules import after_courses
from tenant_apps.paths import actions
from tenant_apps.paths.models import Path
from tenant_apps.people.actions import meet
from tests.tenant_apps.courses.factories import author, course, published
from tests.tenant_apps.paths.walking import path_of, three

pytestmark = pytest.mark.usefixtures("in_okafor")


def titles(path: Path) -> list[tuple[int, str]]:
    return list(path.steps.order_by("position").values_list("position", "course__title"))


def test_create_path_brings_its_product_and_a_free_address() -> None:
    first, second = (actions.create_path(title="Painter") for _time in "12")

    assert [first.slug, second.slug] == ["painter", "painter-2"]
    assert (first.product.kind, first.product.title, first.product.thing_key) == ("path", "Painter", first.key)


def test_update_path_renames_what_is_sold_and_refuses_a_taken_address() -> None:
    path, other = actions.create_path(title="Painter"), actions.create_path(title="Potter")

    actions.update_path(path=path, title="Artist")

    path.product.refresh_from_db()
    assert path.product.title == "Artist"
    with pytest.raises(actions.AddressTaken):
        actions.update_path(path=path, slug=other.slug)


def test_move_and_remove_keep_places_without_holes() -> None:
    path = path_of(*three())
    first, second, _third = path.steps.select_related("path", "course")

    actions.move_step(step=first, position=9)
    actions.remove_step(step=second)

    assert titles(path) == [(1, "Light"), (2, "Line")]


def test_add_step_refuses_a_course_twice() -> None:
    line = published("Line")
    path = path_of(line)

    with pytest.raises(actions.InItAlready):
        actions.add_step(path=path, course=line)


def test_publish_refuses_nothing_needed_and_drafts() -> None:
    empty, draft = actions.create_path(title="Empty"), actions.create_path(title="Draft")
    actions.add_step(path=empty, course=published("Line"), is_optional=True)
    actions.add_step(path=draft, course=course("Unfinished"))

    with pytest.raises(actions.NothingToPublish):
        actions.publish_path(path=empty)
    with pytest.raises(actions.StillDraft, match="Unfinished"):
        actions.publish_path(path=draft)


def test_an_enforced_order_against_the_courses_own_rules_is_refused() -> None:
    line, colour = published("Line", lessons=1), published("Colour", lessons=1)
    set_rule(part=Lesson.objects.get(course=line), rule=after_courses([str(colour.key)]))
    path = path_of(line, colour)

    with pytest.raises(actions.WaitsForItself, match="Colour"):
        actions.update_path(path=path, is_enforced=True)

    path.refresh_from_db()
    assert not path.is_enforced


@pytest.fixture
def reviewed() -> SimpleNamespace:
    """Ann's path that visitors see and one that nobody does, with a course to add; Alice looks first."""
    alice, ann = author("alice@example.com", Role.OWNER), author("ann@example.com")
    line, colour, light = (published(title, lessons=1, author=teacher_of(ann)) for title in ("Line", "Colour", "Light"))
    path, hidden = path_of(line, colour), actions.unpublish_path(path=path_of(line, title="Hidden"))
    set_policy(is_reviewed=True, by=alice)
    return SimpleNamespace(alice=alice, ann=ann, path=path, hidden=hidden, light=light)


CHANGES = {
    "its words": lambda path, light, by: actions.update_path(path=path, title="Else", by=by),
    "another course": lambda path, light, by: actions.add_step(path=path, course=light, by=by),
    "one less": lambda path, light, by: actions.remove_step(step=path.steps.last(), by=by),
    "one optional": lambda path, light, by: actions.set_optional(step=path.steps.last(), on=True, by=by),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_people_see_of_a_path_is_changed_by_those_who_look(change: str, reviewed) -> None:
    with pytest.raises(actions.SeenOnTheWay):
        CHANGES[change](reviewed.path, reviewed.light, reviewed.ann)

    actions.join(person=meet(email="carol@example.com"), path=reviewed.path)
    actions.unpublish_path(path=reviewed.path, by=reviewed.ann)
    with pytest.raises(actions.SeenOnTheWay):
        CHANGES[change](reviewed.path, reviewed.light, reviewed.ann)
    assert titles(reviewed.path) == [(1, "Line"), (2, "Colour")]

    CHANGES[change](reviewed.path, reviewed.light, reviewed.alice)


@pytest.mark.parametrize("change", CHANGES)
def test_what_nobody_sees_of_a_path_is_its_authors(change: str, reviewed) -> None:
    CHANGES[change](reviewed.hidden, reviewed.light, reviewed.ann)


def test_the_order_of_a_path_stays_its_authors_its_publication_does_not(reviewed) -> None:
    actions.move_step(step=reviewed.path.steps.last(), position=1, by=reviewed.ann)

    assert titles(reviewed.path) == [(1, "Colour"), (2, "Line")]
    with pytest.raises(NeedsApproval, match="Ask for a review"):
        actions.publish_path(path=reviewed.hidden, by=reviewed.ann)


def test_delete_path_refuses_one_somebody_is_on() -> None:
    path, unused = path_of(published("Line")), actions.create_path(title="Unused")
    actions.join(person=meet(email="carol@example.com"), path=path)

    actions.delete_path(path=unused)

    with pytest.raises(actions.PathInUse):
        actions.delete_path(path=path)
    assert list(Path.objects.all()) == [path]
