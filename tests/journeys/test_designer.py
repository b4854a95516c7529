"""A creator draws a certificate on the page, by hand and by keyboard; what is issued from then on looks like it."""

import io
from pathlib import Path

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.journeys.offering import archive
from tests.journeys.pointing import draw_map
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import bought, make_course, sell

COURSE, RAHEL = "Seals and signs", "rahel@example.com"
_DRAWN = "document.querySelector('[data-stage][aria-busy=false] [data-paper]')?.naturalWidth > 1000"


def test_a_certificate_is_designed_saved_and_issued(visit, site: Site, tmp_path: Path) -> None:
    make_course(site, COURSE, "Look long", "text")
    maren: Visitor = visit().sign_in("maren@okafor.example", then="/studio/")
    sell(maren, COURSE)
    try:
        _open_designer(maren)
        _put_in_words(maren)
        _move_by_hand_and_keyboard(maren)
        _sign_it(maren, tmp_path / "signature.png")
        second = _opened_beside(maren)
        _save(maren)
        with maren.expecting(422):
            _is_too_late(second)
        _finishes_and_holds_it(bought(visit, COURSE, "Rahel Stern", RAHEL))
    finally:
        archive(maren, COURSE)


def _open_designer(maren: Visitor) -> None:
    maren.go("/studio/certificate_designs/new/")
    maren.page.get_by_label("Course").select_option(label=COURSE)
    maren.page.locator("main form[method=post] [type=submit], .footer [type=submit]").first.click()
    maren.page.wait_for_url("**/studio/certificate_designs/")
    row = maren.page.get_by_role("row").filter(has_text=COURSE)
    row.get_by_role("button", name="More options").first.click()
    maren.page.get_by_role("link", name="Design", exact=True).filter(visible=True).click()
    maren.page.wait_for_url("**/studio/certificate-designs/*/")
    maren.waits_until(_DRAWN)
    look_at(maren, "studio, certificate designer")


def _put_in_words(maren: Visitor) -> None:
    maren.page.get_by_label("Begin from").select_option("frame")
    maren.waits_until(_DRAWN)
    maren.click("Words")
    maren.page.get_by_label("Words", exact=True).fill("Walked to the end by {name}")
    maren.waits_until(_DRAWN)


def _move_by_hand_and_keyboard(maren: Visitor) -> None:
    from_left = maren.page.get_by_label("From the left, %")
    box = _box(maren)
    before = float(from_left.input_value())
    box.press("ArrowRight")
    assert float(from_left.input_value()) == before + 0.5
    place = box.bounding_box()
    maren.page.mouse.move(place["x"] + 20, place["y"] + place["height"] / 2)
    maren.page.mouse.down()
    maren.page.mouse.move(place["x"] + 60, place["y"] + place["height"] / 2, steps=4)
    maren.page.mouse.up()
    moved = float(from_left.input_value())
    assert moved > before + 2
    maren.click("Undo")
    assert float(from_left.input_value()) == before + 0.5
    maren.click("Redo")
    assert float(from_left.input_value()) == moved


def _sign_it(maren: Visitor, file: Path) -> None:
    draw_map(file)
    maren.click("Picture")
    maren.page.get_by_label("Picture, or a signature").set_input_files(file)
    expect(maren.page.locator(".designer-box[aria-pressed=true]:not([data-empty])")).to_be_visible()
    maren.waits_until(_DRAWN)


def _opened_beside(maren: Visitor) -> Visitor:
    """The same page in another tab of hers."""
    beside = maren.context.new_page()
    beside.goto(maren.page.url)
    maren.page, first = beside, maren.page
    maren.waits_until(_DRAWN)
    maren.page = first
    return beside


def _save(maren: Visitor) -> None:
    maren.click("Save")
    maren.sees("Saved. Certificates issued from now on look like this.")
    maren.page.reload()
    maren.waits_until(_DRAWN)
    expect(_box(maren)).to_have_count(1)


def _is_too_late(beside) -> None:
    beside.get_by_role("button", name="Save", exact=True).click()
    expect(beside.get_by_text("Somebody changed this design since you opened it.")).to_be_visible()
    beside.close()


def _finishes_and_holds_it(rahel: Visitor) -> None:
    rahel.go("/learn/seals-and-signs/")
    rahel.follow("Look long")
    with rahel.page.expect_response(lambda answer: answer.url.endswith("/completion/")):
        rahel.click("Done")
    rahel.page.wait_for_load_state()
    rahel.go("/learn/seals-and-signs/")
    rahel.reloads_until("View")
    rahel.page.get_by_role("link", name="View").click()
    rahel.page.wait_for_url("**/certificates/*/")
    pdf = PdfReader(io.BytesIO(rahel.download(lambda: rahel.follow("Download the PDF"))))
    assert "Walked to the end by Rahel Stern" in " ".join(pdf.pages[0].extract_text().split())


def _box(maren: Visitor) -> Locator:
    return maren.page.get_by_role("button", name="Words Walked to the end by {name}", exact=True)
