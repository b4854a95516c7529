"""Buttons stand only where they lead somewhere: authors and support look, owner and staff decide."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.learning import actions
from tests.tenant_apps.courses.factories import course, creator, lesson, module, share
from tests.tenant_apps.learning.factories import START, enrolment

WHO = {Role.AUTHOR: "ann@example.com", Role.SUPPORT: "sam@example.com"}


@pytest.fixture
def desk(client_for, okafor) -> SimpleNamespace:
    """A cohort with a learner, a live session, a deadline, more time and a post."""
    alice = creator(client_for, okafor)
    with enter(okafor):
        made = course()
        work = lesson(module(made), "Count", kind="quiz")
        place = enrolment(made)
        group = actions.save_cohort(course=made, name="December", starts_on=date(2099, 12, 1))
        actions.place(cohort=group, enrolment=place)
        far = START + timedelta(days=20_000)
        actions.save_live_session(cohort=group, title="Hello", starts_at=far, ends_at=far + timedelta(hours=1))
        actions.set_deadline(cohort=group, lesson=work, due_at=far)
        actions.extend(
            enrolment=place, lesson=work, until=far + timedelta(days=1), reason="A fever", by="alice@example.com"
        )
        actions.write_post(cohort=group, text="Hello", by=None)
    root = f"/studio/courses/{made.key}/"
    pages = {
        "learners": f"{root}learners/",
        "learner": f"{root}learners/{place.key}/",
        "cohorts": f"{root}cohorts/",
        "cohort": f"{root}cohorts/{group.key}/",
        "timetable": f"{root}cohorts/{group.key}/timetable/",
    }
    return SimpleNamespace(alice=alice, course=made, root=root, pages=pages, board=f"{pages['cohort']}board/")


def acts(body: str, root: str) -> list[str]:
    """What posts to the course, and the links to pages that only decide."""
    forms = [
        form for form in re.findall(r"<form[^>]*method=\"post\"[^>]*>", body) if root in form or "action" not in form
    ]
    return forms + re.findall(rf'href="({root}(?:lists/|cohorts/[^"]*/sessions/[^"]*))"', body)


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize("page", ["learners", "learner", "cohorts", "cohort", "timetable"])
def test_acts_are_shown_to_who_may_do_them(page: str, role: Role, desk, client_for, okafor) -> None:
    looker = creator(client_for, okafor, role, WHO[role])
    if role == Role.AUTHOR:
        with enter(okafor):
            share(desk.course, WHO[role])

    answer, owners = looker.get(desk.pages[page]), desk.alice.get(desk.pages[page]).content.decode()

    told = "The owner and the staff of the business decide this"
    body = answer.content.decode()
    assert (answer.status_code, acts(body, desk.root), told in body) == (200, [], True)
    assert (acts(owners, desk.root) != [], told in owners) == (True, False)


def test_support_reads_a_board_and_authors_write_on_it(desk, client_for, okafor) -> None:
    ann, sam = (creator(client_for, okafor, role, email) for role, email in WHO.items())
    with enter(okafor):
        share(desk.course, "ann@example.com")

    theirs, read = ann.get(desk.board).content.decode(), sam.get(desk.board).content.decode()

    assert (acts(theirs, desk.root) != [], acts(read, desk.root)) == (True, [])
    assert "Hello" in read and "Who teaches the course" in read
