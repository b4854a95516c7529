"""A lesson's page put together part by part, by mouse and by keyboard, and read."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.parts import PARTS, add_part, give_file
from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import play
from tests.journeys.teaching import make_course, open_lesson
from tests.tenant_apps.media.films import draw

OWNER, COURSE, LESSON = "maren@okafor.example", "Parts of a page", "A jug"
PLACE = "/learn/parts-of-a-page/a-jug/"
_AT = "document.querySelector('lesson-video video').currentTime"
_FILM = """
import sys
import django
django.setup()
from django.core.files import File
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.media.actions import add_asset
from tenant_apps.people.models import Person
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    lesson = Lesson.objects.get(course__slug="watching-a-jug")
    with open(sys.argv[1], "rb") as film:
        asset = add_asset(file=File(film, name="jug.mp4"), title="The jug turns")
    part = {"kind": "video", "file": str(asset.key), "least_percent": 90}
    courses.revise_lesson(lesson=lesson, blocks=[{"kind": "lesson"}, part])
    learning.enrol(person=Person.objects.get(email="sofia@example.com"), course=lesson.course, source="journey")
"""


def test_a_film_among_the_parts_goes_on_and_must_be_watched(visit, site: Site, tmp_path: Path) -> None:
    make_course(site, "Watching a jug", "A jug", "text")
    model.run(("-c", _FILM, str(draw(tmp_path / "jug.mp4", seconds=30))), site.env)
    sofia: Visitor = visit().sign_in("sofia@example.com", then="/learn/")
    sofia.go("/learn/watching-a-jug/a-jug/")
    sofia.sees("This lesson asks you to watch 90 % of this film. You have seen 0 %.")
    sofia.click("Mark as done")
    sofia.sees("Watch at least 90 % of “The jug turns” to finish this lesson. You have seen 0 % so far.")
    sofia.look("lesson, film among its parts")

    play(sofia)
    sofia.waits_until(f"{_AT} > 12")
    with sofia.page.expect_response("**/learn/played/*") as told:
        sofia.page.evaluate("document.querySelector('lesson-video video').pause()")
    assert told.value.status == 204
    sofia.page.reload()

    sofia.waits_until(f"{_AT} >= 12")
    sofia.sees("You have seen 4")
    play(sofia)
    sofia.waits_until("document.querySelector('lesson-video video').ended")
    sofia.page.wait_for_load_state("networkidle")
    sofia.click("Mark as done")
    sofia.page.wait_for_url("**/learn/watching-a-jug/")


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
