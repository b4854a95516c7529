"""A learner hears, turns, points, ticks, copies, answers, talks, marks: lessons beyond films, texts and quizzes."""

from functools import partial
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys import filling, marking
from tests.journeys.building import reach
from tests.journeys.filling import COURSE, PLACE
from tests.journeys.offering import archive
from tests.journeys.pointing import picture_in
from tests.journeys.stage.site import Site
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import bought, sell

OWNER, ILSE = "maren@okafor.example", "ilse.brandt@example.com"
_SOUND = "document.querySelector('lesson-video audio')"


def test_each_kind_of_lesson_does_what_it_is_for(visit, site: Site, tmp_path: Path) -> None:
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    filling.build(maren, site, tmp_path)
    sell(maren, COURSE)
    try:
        ilse = bought(partial(visit, permissions=["clipboard-read", "clipboard-write"]), COURSE, "Ilse Brandt", ILSE)
        _hears_a_recording(ilse)
        _turns_slides(ilse)
        _opens_spots(ilse)
        _ticks_steps(ilse)
        _copies_code(ilse)
        _answers_a_survey(ilse)
        _talks(ilse)
        _finds_the_link(ilse)
        marking.mark_and_write(ilse)
        marking.edit_around(maren)
        marking.find_again_and_remove(ilse)
    finally:
        archive(maren, COURSE)


def _hears_a_recording(ilse: Visitor) -> None:
    ilse.go(f"{PLACE}the-bell/")
    ilse.waits_until(f"document.querySelector('lesson-video:defined') && {_SOUND}.readyState > 0")
    ilse.look("lesson, audio")
    ilse.click("Play or pause")
    ilse.waits_until(f"{_SOUND}.currentTime > 2")
    with ilse.page.expect_response("**/learn/played/*") as told:
        ilse.click("Play or pause")
    assert told.value.status == 204
    ilse.page.reload()
    ilse.waits_until(f"{_SOUND}.currentTime > 1")


def _turns_slides(ilse: Visitor) -> None:
    page = ilse.page
    ilse.go(f"{PLACE}the-pages/")
    picture_in(ilse, "slide-show")
    show, place = page.locator("slide-show"), page.locator("slide-show [data-part=place]")
    expect(place).to_have_text("1 / 2")
    ilse.look("lesson, slides")
    ilse.click("Next slide")
    expect(place).to_have_text("2 / 2")
    expect(page.get_by_role("button", name="Next slide")).to_be_disabled()
    show.focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("img", name="Slide 1 of 2")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name="Slide 2 of 2")).to_be_visible()
    page.reload()
    expect(place).to_have_text("2 / 2")


def _opens_spots(ilse: Visitor) -> None:
    page = ilse.page
    ilse.go(f"{PLACE}the-bay/")
    picture_in(ilse, "hot-spots")
    bay, lake = (page.get_by_role("button", name=name, exact=True) for name in ("The bay", "The lake"))
    expect(bay).to_be_visible()
    expect(page.get_by_text("Water that stays.")).to_be_hidden()
    bay.click()
    ilse.sees("Water that stays.")
    ilse.look("lesson, picture with spots")
    reach(ilse, "The lake")
    page.keyboard.press("Enter")
    ilse.sees("It has no way out.")
    expect(page.get_by_text("Water that stays.")).to_be_hidden()
    expect(lake).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_text("It has no way out.")).to_be_hidden()


def _ticks_steps(ilse: Visitor) -> None:
    page = ilse.page
    ilse.go(f"{PLACE}throw-a-bowl/")
    first, second = (page.get_by_role("button", name=f"Done: {step}") for step in ("Wedge the clay", "Centre it"))
    with page.expect_navigation():  # it is shown before it is sent
        first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(second).to_have_attribute("aria-pressed", "false")
    ilse.look("lesson, project in steps")
    second.click()
    ilse.sees("Every step is done, and so is the lesson.")
    _is_done(ilse)


def _copies_code(ilse: Visitor) -> None:
    ilse.go(f"{PLACE}weigh-it/")
    ilse.sees("clay.py")
    ilse.look("lesson, code")
    ilse.click("Copy")
    ilse.sees("Copied")
    assert ilse.page.evaluate("navigator.clipboard.readText()").strip() == filling.CODE.strip()


def _answers_a_survey(ilse: Visitor) -> None:
    page = ilse.page
    ilse.go(f"{PLACE}how-was-it/")
    ilse.look("lesson, survey")
    ilse.click("Send my answers")  # the browser asks for what must be answered
    assert page.evaluate("document.querySelector('form.survey :invalid') !== null")
    for label in ("Tin", "A bowl", "A jug", "4"):
        page.get_by_label(label, exact=True).check()
    page.get_by_label("What else?").fill("More clay.")
    ilse.click("Send my answers")
    ilse.sees("Your answers are in. Thank you.")
    page.reload()
    ilse.sees("You have answered. Thank you.")
    _is_done(ilse)


def _talks(ilse: Visitor) -> None:
    ilse.go(f"{PLACE}ask-each-other/")
    ilse.page.get_by_label("Ask or say something to everybody").fill("Mine cracked at the rim.")
    ilse.click("Say it")
    ilse.sees("Mine cracked at the rim.")
    ilse.page.reload()
    ilse.sees("Mine cracked at the rim.")
    ilse.look("lesson, discussion")


def _finds_the_link(ilse: Visitor) -> None:
    ilse.go(f"{PLACE}fire-together/")
    expect(ilse.page.get_by_role("link", name="Come in")).to_have_attribute("href", "https://meet.example/kiln")
    ilse.look("lesson, live session")
    dates = ilse.download(lambda: ilse.follow("Put it into my calendar"))
    assert b"SUMMARY:Fire together" in dates


def _is_done(ilse: Visitor) -> None:
    expect(ilse.page.locator(".player-acts").get_by_text("Done", exact=True)).to_be_visible()
