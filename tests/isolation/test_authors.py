"""The walk among colleagues: every address of a course in the Studio, as an author who has no part in it."""

from typing import Any

import pytest
from django.conf import settings

from marque.kit.tenancy.context import enter
from tenant_apps.assessments.actions import save_bank, write_bank_question
from tests.isolation.conftest import MARKS
from tests.isolation.routes import Route, routes_of
from tests.isolation.samples import values_for
from tests.isolation.test_walk import fail_with, visitor
from tests.isolation.walk import Answer, ask

pytestmark = pytest.mark.usefixtures("one_moment")
URLCONF = settings.TENANT_TYPES["business"]["URLCONF"]
MARK, HOME = MARKS["okafor"], "/studio/"
# whatever stands below a course, a learner's work, a bank a course draws from or a file of others; a new page is
# walked by itself
ROUTES = [
    route
    for route in routes_of(URLCONF)
    if route.text.startswith(
        (
            "studio/courses/<uuid:key>",
            "studio/paths/<uuid:path>",
            "studio/paths/approvals/<uuid:approval>",
            "studio/submissions/<uuid:key>",
            "studio/approvals/<uuid:key>",
            "studio/banks/<uuid:bank>",
            "studio/films/",
            "studio/files/",
            "studio/asset_chooser/",
            "studio/course_chooser/",
            "studio/graded_lesson_chooser/",
        )
    )
    and route.arguments
]


BANKS = [route for route in ROUTES if route.text.startswith("studio/banks/")]


@pytest.mark.parametrize("who", ["author", "author_posting"])
def test_courses_of_others_are_not_there(who: str, okafor, foreign) -> None:
    wrong, reached = _walk(ROUTES, okafor, foreign, posting=who == "author_posting")

    fail_with(wrong)
    assert reached > len(ROUTES) / 3


@pytest.mark.parametrize("who", ["author", "author_posting"])
def test_banks_nobody_draws_from_are_their_makers(who: str, okafor, foreign) -> None:
    with enter(okafor):
        foreign.bank = save_bank(title=f"{MARK} spare", by=foreign.co_author)
        choices = [("Yes", True), ("No", False)]
        foreign.bank_question = write_bank_question(
            bank=foreign.bank, text="Which?", choices=choices, by=foreign.co_author
        )

    wrong, reached = _walk(BANKS, okafor, foreign, posting=who == "author_posting")

    fail_with(wrong)
    assert reached > len(BANKS) / 3


def _walk(routes: list[Route], okafor, rows: Any, *, posting: bool) -> tuple[list[str], int]:
    """What a stranger could tell from what is not there, and how many pages a co-author reached."""
    stranger, co_author = visitor(okafor, rows.author), visitor(okafor, rows.co_author)
    wrong, reached = [], 0
    for route in routes:
        with enter(okafor):
            real, nowhere = values_for(route, rows)
        path = route.path(URLCONF, real)
        typed = {**real, **{f"-{name}": value for name, value in nowhere.items()}}
        theirs = ask(stranger, path, typed, post=posting)
        missing = ask(stranger, route.path(URLCONF, nowhere), typed, post=posting)
        own = ask(co_author, path, typed, post=posting)
        reached += own.status not in (404, 405) and not _turned_away(own)
        if not (theirs.status == 404 or _same_for_everybody(theirs, own)):
            wrong.append(f"{route.key} {path}: {theirs.status}, the co-author gets {own.status}")
        if not theirs.looks_like(missing):
            wrong.append(f"{route.key} {path} answers unlike what exists nowhere: {theirs.unlike(missing)}")
    return wrong, reached


def test_lists_name_no_course_of_others(okafor, foreign) -> None:
    with enter(okafor):
        save_bank(title=f"{MARK} spare", by=foreign.co_author)
    stranger = visitor(okafor, foreign.author)
    names = [f"{MARK} Quagga course", f"{MARK} work", f"{MARK} spare", f"{MARK} Quagga bank"]

    shown = [stranger.get(f"/studio/{page}/").content.decode() for page in ("courses", "submissions", "banks")]

    assert [name for name in names for body in shown if name in body] == []
    assert f"{MARK} spare" in visitor(okafor, foreign.co_author).get("/studio/banks/").content.decode()


def test_lists_name_no_file_of_others(okafor, foreign) -> None:
    stranger, co_author = visitor(okafor, foreign.author), visitor(okafor, foreign.co_author)
    pages = ("files/", "asset_chooser/results/")

    theirs, own = ([who.get(f"/studio/{page}").content.decode() for page in pages] for who in (stranger, co_author))
    assert [f"{MARK} map" in body or f"{MARK} far" in body for body in theirs] == [False, False]
    assert [f"{MARK} map" in body for body in own] == [True, True]


def _same_for_everybody(theirs: Answer, own: Answer) -> bool:
    """A page of one method says so, and where only owner and staff come in no author does, whosever course it is."""
    return theirs.status == own.status == 405 or (_turned_away(theirs) and _turned_away(own))


def _turned_away(answer: Answer) -> bool:
    return answer.status == 302 and answer.location == HOME
