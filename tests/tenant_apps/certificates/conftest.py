from datetime import UTC, datetime

import pytest

from tenant_apps.certificates import actions
from tenant_apps.courses.actions import add_lesson, add_module, create_course
from tenant_apps.people.actions import meet

FINISHED = datetime(2026, 12, 20, 23, 30, tzinfo=UTC)


@pytest.fixture
def maren(in_okafor):
    return meet(email="maren@okafor.example", name="Maren Okafor")


@pytest.fixture
def sofia(in_okafor):
    return meet(email="sofia@example.com", name="Sofia Brandt")


@pytest.fixture
def course(maren):
    course = create_course(title="The Second Number", author=maren)
    module = add_module(course=course, title="Week one")
    for number in range(3):
        add_lesson(module=module, title=f"Lesson {number}", kind="text", minutes=40)
    return course


@pytest.fixture
def certificate(sofia, course):
    return actions.issue(person=sofia, course=course, now=FINISHED)


@pytest.fixture
def browser(client_for, okafor):
    return client_for(okafor)
