"""A course through a learner's eyes, at any moment, without a trace."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment, LessonProgress
from tests.tenant_apps.courses.factories import course, creator, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, signed_in

WEEK = timedelta(days=7)


@pytest.fixture
def looked(client_for, okafor) -> SimpleNamespace:
    """Carol enrolled on a Monday; B opens a week later, C is published in three."""
    client = creator(client_for, okafor)
    with enter(okafor):
        made = course()
        home = module(made, "Home")
        a, b, c = (
            lesson(home, "Alpha", body="<p>Words.</p>"),
            lesson(home, "Beta"),
            lesson(home, "Gamma", is_draft=True),
        )
        courses.set_release(lesson=b, days=7)
        courses.schedule_lesson(lesson=c, at=START + 3 * WEEK, now=START)
        who = enrolment(made)
        actions.complete_lesson(enrolment=who, lesson=a, now=START + WEEK)
    root = f"/studio/courses/{made.key}/learners/{who.key}/view/"
    return SimpleNamespace(client=client, root=root, who=who, course=made)


def at(moment) -> dict[str, str]:
    return {"at": f"{moment:%Y-%m-%dT%H:%M}"}


def states(looked, moment) -> list[tuple[str, str]]:
    page = looked.client.get(looked.root, at(moment))
    return [(line.lesson.title, line.state) for line in page.context["outline"].lessons]


def test_looking_shows_what_is_done_open_and_published_by_then(looked) -> None:
    day = timedelta(days=1)

    assert states(looked, START + day) == [("Alpha", "todo"), ("Beta", "locked")]
    assert states(looked, START + WEEK + day) == [("Alpha", "done"), ("Beta", "todo")]
    assert states(looked, START + 4 * WEEK) == [("Alpha", "done"), ("Beta", "todo"), ("Gamma", "todo")]


def test_looking_at_lessons_leaves_no_trace(looked, okafor) -> None:
    with enter(okafor):
        before = (list(LessonProgress.objects.values()), list(Enrolment.objects.values()), Event.objects.count())

    pages = [looked.client.get(f"{looked.root}{slug}/", at(START + 4 * WEEK)) for slug in ("alpha", "beta", "gamma")]

    with enter(okafor):
        after = (list(LessonProgress.objects.values()), list(Enrolment.objects.values()), Event.objects.count())
    assert ([page.status_code for page in pages], before) == ([200, 200, 200], after)
    assert all("Preview as Carol Ness" in page.text and "/completion/" not in page.text for page in pages)


def test_looking_at_a_locked_lesson_says_when_it_opens(looked) -> None:
    page = looked.client.get(f"{looked.root}beta/", at(START + timedelta(days=1)))

    assert "This lesson opens" in page.text


@pytest.mark.parametrize("moment", ["x", "0001-01-01T00:00", "9999-12-31T23:59", ""])
def test_looking_at_no_moment_is_today(moment: str, looked) -> None:
    assert looked.client.get(looked.root, {"at": moment}).status_code == 200


def test_looking_is_for_the_team(looked, client_for, okafor, other) -> None:
    support = creator(client_for, okafor, Role.SUPPORT, "sam@example.com")
    learner = signed_in(client_for, okafor)
    stranger = creator(client_for, other, email="charlie@example.com")

    answers = [who.get(looked.root).status_code for who in (support, learner, client_for(okafor), stranger)]
    assert answers == [200, 403, 302, 404]
    assert looked.client.get(f"{looked.root}nothing/").status_code == 404
