"""A creator at her desk, and a school where somebody looks first."""

from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.courses import actions
from tests.tenant_apps.courses.factories import author, course, creator, lesson, module


@pytest.fixture
def desk(client_for, okafor) -> SimpleNamespace:
    """Alice at a course of two modules, three lessons in the first."""
    client = creator(client_for, okafor)
    with enter(okafor):
        made = course()
        home, away = module(made, "Home"), module(made, "Away")
        lessons = [lesson(home, name) for name in "ABC"]
    root = f"/studio/courses/{made.key}/"
    return SimpleNamespace(client=client, course=made, home=home, away=away, lessons=lessons, root=root)


@pytest.fixture
def school(in_okafor) -> SimpleNamespace:
    """Ann's published course with a lesson learners see and a draft, and one nobody sees; Alice looks first."""
    alice, ann = author("alice@example.com", Role.OWNER), author("ann@example.com")
    live = course("Colour", author=actions.teacher_of(ann))
    home = module(live)
    seen = lesson(home, "Red")
    actions.publish_course(course=live)
    draft = lesson(home, "Blue", is_draft=True)
    hidden = course("Light", author=actions.teacher_of(ann))
    lesson(module(hidden), "Dawn")
    actions.set_policy(is_reviewed=True, by=alice)
    return SimpleNamespace(alice=alice, ann=ann, live=live, home=home, seen=seen, draft=draft, hidden=hidden)
