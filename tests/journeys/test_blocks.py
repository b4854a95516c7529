"""A lesson's page put together part by part, by mouse and by keyboard, and read."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.parts import PARTS, add_part, give_file
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import make_course, open_lesson

OWNER, COURSE, LESSON = "maren@okafor.example", "Parts of a page", "A jug"
PLACE = "/learn/parts-of-a-page/a-jug/"


def test_a_page_is_put_together_and_read_in_that_order(visit, site: Site, tmp_path: Path) -> None:
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    make_course(site, COURSE, LESSON, "text")
    open_lesson(maren, COURSE, LESSON)
    maren.follow("Open editor")
    _writes_a_text(maren)
    _adds_a_picture(maren, tmp_path)
    _adds_code(maren)
    _moves_the_text_up_by_keyboard(maren)
    maren.page.get_by_label("Free preview").check()
    look_at(maren, "studio, lesson with parts")
    with maren.page.expect_navigation():
        maren.click("Save lesson")
    assert _kinds(maren) == ["Text", "The lesson itself", "Picture", "Code"]
    open_lesson(maren, COURSE, LESSON)
    maren.click("Publish the course")
    maren.sees("The course is in the catalogue.")
    _is_read(visit())


def _writes_a_text(maren: Visitor) -> None:
    block = add_part(maren, "Text")
    block.locator("[role=textbox]").click()
    maren.page.keyboard.type("Look at it from all sides.")


def _adds_a_picture(maren: Visitor, home: Path) -> None:
    picture = home / "the-jug.png"
    Image.new("RGB", (800, 500), "#7a1f3d").save(picture)
    block = add_part(maren, "Picture")
    give_file(maren, block, picture, "The jug")
    block.get_by_label("What it shows").fill("The jug, from the left")


def _adds_code(maren: Visitor) -> None:
    block = add_part(maren, "Code")
    block.get_by_label("Name of the file").fill("weigh.py")
    block.get_by_label("Language").select_option("python")
    block.get_by_label("Code").last.fill("def weigh(clay):\n    return clay * 2")


def _moves_the_text_up_by_keyboard(maren: Visitor) -> None:
    assert _kinds(maren) == ["The lesson itself", "Text", "Picture", "Code"]
    up = maren.page.locator(PARTS).nth(1).get_by_role("button", name="Move up")
    up.focus()
    maren.page.keyboard.press("Enter")
    expect(maren.page.locator(PARTS).first.locator("[role=textbox]")).to_be_visible()


def _kinds(maren: Visitor) -> list[str]:
    return [name.rstrip(" *") for name in maren.page.locator(f"{PARTS} .c-sf-block__type").all_inner_texts()]


def _is_read(reader: Visitor) -> None:
    reader.go(PLACE)
    main = reader.page.locator(".player-main")
    said = main.inner_text()
    order = ["Look at it from all sides.", "Look long.", "The jug, from the left", "weigh.py", "return clay * 2"]
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)
    shown = main.locator(".picture img")
    shown.scroll_into_view_if_needed()
    reader.waits_until("document.querySelector('.picture img').naturalWidth > 0")
    reader.look("lesson, parts")
