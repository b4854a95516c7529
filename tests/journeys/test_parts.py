"""Spots, steps, a survey and a session on the page of a text: done there, while the text is finished by its button."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.offering import archive
from tests.journeys.parts import add_part, give_file
from tests.journeys.pointing import draw_map, picture_in
from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import bought, make_course, open_lesson, sell

OWNER, TOVE = "maren@okafor.example", "tove.lind@example.com"
COURSE, LESSON = "Around the water", "The shore"
PLACE = "/learn/around-the-water/the-shore/"

_ASKED = """
from datetime import timedelta
import django
django.setup()
from marque.kit.clock import now
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses.models import Lesson
from tenant_apps.materials import actions
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    lesson = Lesson.objects.get(slug="the-shore")
    survey = actions.make_survey(lesson=lesson)
    actions.set_survey(survey=survey, is_anonymous=True, rows=[
        {"title": "Which water?", "asked": "one", "options": ["The bay", "The lake"], "is_required": True}])
    actions.set_session(lesson=lesson, starts_at=now() + timedelta(minutes=5), minutes=60,
        link="https://meet.example/shore")
"""


def test_what_is_done_in_parts_leaves_the_lesson_to_its_own_button(visit, site: Site, tmp_path: Path) -> None:
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    make_course(site, COURSE, LESSON, "text")
    _puts_it_together(maren, tmp_path)
    _places_spots(maren)
    _writes_steps(maren)
    model.run(("-c", _ASKED), site.env)
    sell(maren, COURSE)
    try:
        tove = bought(visit, COURSE, "Tove Lind", TOVE)
        tove.go(PLACE)
        _opens_a_spot(tove)
        _ticks_every_step(tove)
        _answers_once(tove)
        _finds_the_link(tove)
        _finishes(tove)
    finally:
        archive(maren, COURSE)


def _puts_it_together(maren: Visitor, home: Path) -> None:
    open_lesson(maren, COURSE, LESSON)
    maren.follow("Open editor")
    draw_map(home / "water.png")
    spots = add_part(maren, "Picture with spots")
    give_file(maren, spots, home / "water.png", "A map")
    spots.get_by_label("Title").last.fill("Where the water is")
    for kind in ("Project in steps", "Survey", "Live session"):
        add_part(maren, kind)
    look_at(maren, "studio, lesson with spots and steps")
    with maren.page.expect_navigation():
        maren.click("Save lesson")


def _places_spots(maren: Visitor) -> None:
    maren.follow("Edit the spots")
    board, row = picture_in(maren, "spot-board"), maren.page.locator(".part-rows > li").first
    maren.waits_until("document.querySelector('spot-board:defined') !== null")
    box = board.bounding_box()
    board.click(position={"x": box["width"] / 4, "y": box["height"] / 3})
    expect(row.locator("[name$=-title]")).to_be_focused()
    maren.page.keyboard.type("The bay")
    row.get_by_label("What it says").fill("Water that stays.")
    _saves(maren)


def _writes_steps(maren: Visitor) -> None:
    maren.follow("Edit the steps")
    rows = maren.page.locator(".part-rows > li")
    for place, step in enumerate(("Walk along it", "Draw it")):
        rows.nth(place).get_by_label("What to do").fill(step)
    _saves(maren)


def _saves(maren: Visitor) -> None:
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.sees(f"Saved “{LESSON}”.")
    maren.follow("Back to the lesson")


def _opens_a_spot(tove: Visitor) -> None:
    picture_in(tove, "hot-spots")
    expect(tove.page.get_by_text("Water that stays.")).to_be_hidden()
    tove.page.get_by_role("button", name="The bay", exact=True).click()
    tove.sees("Where the water is", "Water that stays.", "Look long.")
    tove.look("lesson, text with spots and steps")


def _ticks_every_step(tove: Visitor) -> None:
    for step in ("Walk along it", "Draw it"):
        tove.click(f"Done: {step}")
        expect(tove.page.get_by_role("button", name=f"Done: {step}")).to_have_attribute("aria-pressed", "true")
    tove.sees("Every step is done.")
    _is_done(tove, 0)


def _answers_once(tove: Visitor) -> None:
    tove.page.get_by_label("The lake", exact=True).check()
    tove.click("Send my answers")
    tove.sees("Your answers are in. Thank you.")
    tove.page.reload()
    tove.sees("You have answered. Thank you.")
    expect(tove.page.get_by_role("button", name="Send my answers")).to_have_count(0)
    _is_done(tove, 0)


def _finds_the_link(tove: Visitor) -> None:
    expect(tove.page.get_by_role("link", name="Come in")).to_have_attribute("href", "https://meet.example/shore")
    dates = tove.download(lambda: tove.follow("Put it into my calendar"))
    assert f"SUMMARY:{LESSON}".encode() in dates


def _finishes(tove: Visitor) -> None:
    with tove.page.expect_navigation():
        tove.click("Mark as done")
    tove.go(PLACE)
    _is_done(tove, 1)
    tove.look("lesson, text with parts, done")


def _is_done(tove: Visitor, times: int) -> None:
    expect(tove.page.locator(".player-acts").get_by_text("Done", exact=True)).to_have_count(times)
