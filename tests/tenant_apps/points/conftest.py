from types import SimpleNamespace

import pytest

from tenant_apps.accounts.actions import register
from tenant_apps.points import actions
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import enrolment, person

RULES = {"on": True, "board": True, "lesson": 10, "quiz": 20, "course": 100}


@pytest.fixture
def owner(in_okafor):
    return register(email="alice@example.com", name="Alice", verified=True)


@pytest.fixture
def rules(owner):
    """Points are on, and the list shows."""
    return actions.set_rules(**RULES, by=owner)


@pytest.fixture
def carol(in_okafor) -> SimpleNamespace:
    """Carol in a course of two lessons."""
    course = published(lessons=2)
    place = enrolment(course)
    return SimpleNamespace(person=place.person, place=place, course=course, lessons=list(course.lessons.all()))


@pytest.fixture
def others(in_okafor):
    return [person(f"{name.lower()}@example.com", f"{name} Long") for name in ("Ben", "Dina")]
