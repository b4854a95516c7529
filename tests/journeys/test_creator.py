"""Maren at work in her Studio: figures, pages, outline, orders, people, colours."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy

OWNER = "maren@okafor.example"
LATER = "The change note, in four lines"


@pytest.fixture
def maren(visit) -> Visitor:
    """The owner, in her Studio."""
    return visit().sign_in(OWNER, then="/studio/")


@pytest.mark.parametrize(
    "path",
    [
        "/studio/pages/",
        "/studio/courses/",
        "/studio/orders/",
        "/studio/offers/",
        "/studio/people/",
        "/studio/sequences/",
        "/studio/certificates/",
        "/studio/files/",
        "/studio/images/",
        "/studio/team/",
        "/studio/settings/brand/",
        "/studio/settings/sent-emails/",
        "/studio/account/",
    ],
)
def test_every_room_of_the_studio_is_in_order(maren: Visitor, path: str) -> None:
    maren.go(path)

    look_at(maren, f"studio {path}")
    assert maren.page.locator("h1, h2").count() > 0


def test_a_learner_is_not_let_into_the_studio(visitor: Visitor) -> None:
    visitor.sign_in("sofia@example.com")
    with visitor.expecting(403):
        visitor.go("/studio/")
        look_at(visitor, "studio, closed to learners")

    assert "Orders" not in visitor.page.inner_text("body")


def test_the_dashboard_shows_the_order_just_made(visit, maren: Visitor) -> None:
    buy(visit(), "scoping-without-fear", email="petra@example.com", name="Petra Holm")

    maren.go("/studio/")

    maren.sees("Petra Holm", "$190")
    look_at(maren, "studio, dashboard")


def test_a_headline_is_edited_previewed_and_published(visit, maren: Visitor) -> None:
    maren.go("/studio/pages/")
    maren.page.get_by_role("main").get_by_role("link", name="The Second Number").first.click()
    maren.page.wait_for_url("**/edit/")
    look_at(maren, "studio, page editor")
    headline = maren.page.locator(".public-DraftEditor-content").first
    headline.click()
    headline.press("Control+a")
    headline.press_sequentially("Answer with a better number.")
    _open_preview(maren)
    preview = maren.page.frame_locator("#w-preview-iframe").get_by_role("heading", level=1)
    expect(preview).to_have_text("Answer with a better number.")
    look_at(maren, "studio, live preview")

    maren.page.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    expect(maren.page.get_by_text("published").first).to_be_visible()
    reader: Visitor = visit()
    reader.go("/second-number/")

    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Answer with a better number.")


def test_lessons_are_moved_by_keyboard_and_by_mouse(maren: Visitor) -> None:
    _open_outline(maren, "Scoping Without Fear")
    look_at(maren, "studio, outline")
    first, second, third = _titles(maren)[:3]

    grip = maren.page.get_by_role("button", name=f"Move lesson {first}")
    grip.focus()
    with maren.page.expect_response("**/position/**") as kept:
        for key in ("Space", "ArrowDown", "Space"):
            maren.page.keyboard.press(key)
    assert kept.value.ok
    expect(_rows(maren).first).to_contain_text(second)
    maren.page.reload()
    assert _titles(maren)[:3] == [second, first, third]

    with maren.page.expect_response("**/position/**"):
        _drag(maren, maren.page.get_by_role("button", name=f"Move lesson {first}"), _rows(maren).first)
    expect(_rows(maren).first).to_contain_text(first)
    maren.page.reload()

    assert _titles(maren)[:3] == [first, second, third]


def test_a_lesson_is_set_to_open_later(visit, maren: Visitor) -> None:
    _open_outline(maren, "Scoping Without Fear")
    maren.follow(LATER)
    maren.page.get_by_role("radio", name=re.compile("Days after enrolment")).check()
    maren.page.get_by_label("Days", exact=True).fill("3")
    look_at(maren, "studio, lesson settings")
    _save_settings(maren)
    row = _rows(maren).filter(has_text=LATER)
    try:
        maren.page.reload()
        expect(row).to_contain_text("Day 3")
        learner: Visitor = visit()
        buy(learner, "scoping-without-fear", email="boris@example.com", name="Boris Klee")
        learner.page.locator("form[action*=continuation] button").click()
        learner.page.wait_for_url("**/learn/**")
        learner.go("/learn/scoping-without-fear/")
        expect(learner.page.get_by_role("listitem").filter(has_text=LATER)).to_contain_text("Opens")
    finally:  # other journeys read the whole course today
        maren.page.get_by_role("radio", name=re.compile("With its module")).check()
        _save_settings(maren)
    expect(row).to_contain_text("With its module")


def test_a_refund_closes_the_course(visit, maren: Visitor) -> None:
    learner: Visitor = visit()
    buy(learner, "the-second-number", email="gustav@example.com", name="Gustav Ek")
    learner.page.locator("form[action*=continuation] button").click()
    learner.page.wait_for_url("**/learn/**")

    maren.go("/studio/orders/")
    row = maren.page.get_by_role("row").filter(has_text="Gustav Ek")
    row.get_by_role("link").first.click()
    look_at(maren, "studio, order")
    maren.page.locator("main a[href*=refund]").click()
    look_at(maren, "studio, refund")
    maren.fill(Reason="Bought twice by mistake.")
    maren.click("Send it back")
    expect(maren.page.get_by_text("Refunded").first).to_be_visible()

    letter = learner.site.post.letter("gustav@example.com", "refund")
    assert "$490" in letter.get_body(("plain",)).get_content()
    with learner.expecting(403, 404):
        learner.go("/learn/the-second-number/")
        learner.look("course, taken back")
        assert learner.page.get_by_role("link", name="Why the first number is a question").count() == 0


def test_a_person_page_shows_what_somebody_bought(maren: Visitor) -> None:
    maren.go("/studio/people/?q=sofia@example.com")
    maren.page.get_by_role("link", name="Sofia Brandt").first.click()

    look_at(maren, "studio, person")
    maren.sees("sofia@example.com", "The Second Number")


def test_a_new_colour_dresses_the_whole_site(visit, maren: Visitor) -> None:
    reader: Visitor = visit()
    before = _colour(reader)
    maren.go("/studio/settings/brand/")
    maren.page.locator("[name=brand_colour]").last.fill("#7a1f5c")
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.page.wait_for_load_state()
    after = _colour(reader)
    maren.go("/studio/settings/brand/")
    maren.page.locator("[name=brand_colour]").last.fill("#0f4d3f")
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.page.wait_for_load_state()

    assert before != after
    assert _colour(reader) == before


def _colour(reader: Visitor) -> str:
    reader.go("/courses/scoping-without-fear/")
    button = reader.page.locator("main .btn[data-kind=primary]").first
    return button.evaluate("button => getComputedStyle(button).backgroundColor")


def _open_preview(maren: Visitor) -> None:
    if not maren.page.locator("#w-preview-iframe").is_visible():
        maren.page.get_by_role("button", name="Toggle preview").click()


def _open_outline(maren: Visitor, course: str) -> None:
    maren.go("/studio/courses/")
    maren.page.get_by_role("link", name=course, exact=True).click()
    expect(maren.page.locator("course-outline")).to_be_visible()


def _save_settings(maren: Visitor) -> None:
    with maren.page.expect_response("**/settings/**") as kept:
        maren.click("Save settings")
    assert kept.value.ok


def _rows(maren: Visitor) -> Locator:
    return maren.page.locator("course-outline [data-lesson]")


def _titles(maren: Visitor) -> list[str]:
    return [row.get_attribute("data-title") for row in _rows(maren).all()]


def _drag(maren: Visitor, grip: Locator, to: Locator) -> None:
    """As a hand does it: down, a little, all the way, up."""
    start, end, mouse = grip.bounding_box(), to.bounding_box(), maren.page.mouse
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 8, steps=3)
    mouse.move(x, end["y"] + 4, steps=8)
    mouse.up()
