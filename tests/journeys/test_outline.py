"""Hands are quicker than lines: what is typed into an outline that is being saved, or could not be, stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Route, expect

from tests.journeys.building import begin_course, outline_of, reach, write
from tests.journeys.pointing import middle_of
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
    _keeps_what_is_chosen_beside(maren)
    _moves_what_was_just_renamed(maren)


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


def _keeps_what_is_chosen_beside(maren: Visitor) -> None:
    maren.page.get_by_role("link", name="A dry coat", exact=True).click()
    expect(maren.page.get_by_label("Minutes", exact=True)).to_be_visible()
    with _held(maren, "**/modules/*"):
        _field(maren, "module").fill("Last")
        maren.click("Add a module")
        maren.page.get_by_role("radio", name="Days after enrolment").check()
        maren.page.get_by_label("Days", exact=True).fill("5")
    expect(maren.page.locator("section[data-title=Last]")).to_be_visible()
    expect(maren.page.get_by_role("radio", name="Days after enrolment")).to_be_checked()
    with maren.page.expect_response("**/settings/*"):
        maren.click("Save settings")
    maren.sees("Day 5", "Saved “A dry coat”.")
    expect(maren.page.get_by_text("Not saved.")).to_have_count(0)

    _field(maren, "lesson").fill("A map")
    maren.page.get_by_role("link", name="A chair", exact=True).click()
    expect(maren.page.locator(".inspector h2")).to_have_text("A chair")
    expect(_field(maren, "lesson")).to_have_value("A map")


def _moves_what_was_just_renamed(maren: Visitor) -> None:
    grip = maren.page.get_by_role("button", name="Move lesson A chair", exact=True)
    grip.focus()
    with _held(maren, "**/title/*"):
        maren.page.keyboard.press("F2")
        maren.page.keyboard.type("An old chair")
        grip.hover()  # waits until it stands still
        maren.page.mouse.down()
        x, y = middle_of(grip)
        maren.page.mouse.move(x, y - 30)
    with maren.page.expect_response("**/position/*"):
        maren.page.mouse.move(x, y - 70, steps=5)
        maren.page.mouse.up()
    expect(maren.page.get_by_role("link", name="An old chair", exact=True)).to_be_visible()
    assert outline_of(maren)["Begin"] == ["An old chair", "A dry coat"]


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
