"""A creator at her desk."""

from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tests.tenant_apps.courses.factories import course, creator, lesson, module


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
