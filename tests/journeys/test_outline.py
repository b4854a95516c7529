"""Hands are quicker than lines: what is typed into an outline that is being saved, or could not be, stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Route, expect

from tests.journeys.building import begin_course, outline_of, reach, write
from tests.journeys.stage.visitor import Visitor


def test_what_is_typed_stays(visit) -> None:
    maren: Visitor = visit().sign_in("maren@okafor.example", then="/studio/")
    begin_course(maren, "A slow line")
    reach(maren, "Title of the new module")
    with _held(maren, "**/modules/*"):
        maren.page.keyboard.type("Begin")
        maren.page.keyboard.press("Enter")
        maren.page.keyboard.type("Go on")
    expect(_field(maren, "module")).to_have_value("Go on")
    expect(_field(maren, "module")).to_be_focused()
    write(maren, "", "Enter")
    assert list(outline_of(maren)) == ["Begin", "Go on"]

    with _held(maren, "**/lessons/*"):
        _field(maren, "lesson").fill("A coat")
        maren.click("Add Text")
        _field(maren, "module").fill("Come back")
    expect(maren.page.locator("[data-lesson]")).to_have_count(1)
    expect(_field(maren, "module")).to_have_value("Come back")
    expect(_field(maren, "lesson")).to_have_value("")
    _renames_meanwhile(maren)
    _is_without_a_line(maren)


def _renames_meanwhile(maren: Visitor) -> None:
    with _held(maren, "**/modules/*"):
        _field(maren, "module").press("Enter")
        reach(maren, "A coat")
        maren.page.keyboard.press("F2")
        maren.page.keyboard.type("A dry coat")
    write(maren, "", "Enter")
    assert outline_of(maren) == {"Begin": ["A dry coat"], "Go on": [], "Come back": []}


def _is_without_a_line(maren: Visitor) -> None:
    with maren.offline():
        _field(maren, "lesson").fill("A chair")
        maren.click("Add Text")
        maren.sees("Not saved. Check the connection and try again.")
        expect(_field(maren, "lesson")).to_have_value("A chair")
    with maren.page.expect_response("**/lessons/*"):
        maren.click("Add Text")
    assert outline_of(maren)["Begin"] == ["A dry coat", "A chair"]


def _field(maren: Visitor, what: str) -> Locator:
    return maren.page.get_by_label(f"Title of the new {what}").first


@contextmanager
def _held(maren: Visitor, path: str) -> Iterator[None]:
    """What is sent in the block arrives at its end, and is answered."""
    waiting: list[Route] = []
    maren.page.route(path, lambda route: waiting.append(route))  # a function of its own: the driver marks it
    with maren.page.expect_response(path):
        yield
        while not waiting:
            maren.page.wait_for_timeout(20)
        waiting.pop().continue_()
    maren.page.unroute(path)
