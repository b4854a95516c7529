"""A course with a lesson of each kind beyond films, texts and quizzes: some by hand in the Studio, the rest filled."""

from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from shared_apps.integrations.local_video import ffmpeg
from tests.journeys.building import begin_course
from tests.journeys.pointing import draw_map, picture_in
from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import open_lesson

COURSE, PLACE = "Every kind of lesson", "/learn/every-kind-of-lesson/"
CODE = "def clay(water):\n    return water * 2  # by weight\n"

_REST = """
import sys
from datetime import timedelta
import django
django.setup()
from marque.kit.clock import now
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.materials import actions
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    course = Course.objects.get(slug="every-kind-of-lesson")
    module = courses.add_module(course=course, title="To do")
    add = lambda title, kind, **more: courses.add_lesson(module=module, title=title, kind=kind, **more)
    actions.set_steps(lesson=add("Throw a bowl", "project"), rows=[
        {"title": "Wedge the clay", "text": "Until no air is left."}, {"title": "Centre it", "text": "Slowly."}])
    actions.set_listings(lesson=add("Weigh it", "code"), rows=[
        {"title": "clay.py", "language": "python", "code": sys.argv[1]}])
    survey = actions.make_survey(lesson=add("How was it?", "survey"))
    actions.set_survey(survey=survey, is_anonymous=False, rows=[
        {"title": "Which glaze?", "asked": "one", "options": ["Ash", "Tin"], "is_required": True},
        {"title": "What did you make?", "asked": "many", "options": ["A bowl", "A jug"], "is_required": False},
        {"title": "How hard was it?", "asked": "scale", "options": [], "is_required": False},
        {"title": "What else?", "asked": "words", "options": [], "is_required": False}])
    add("Ask each other", "discussion", body="<p>What cracked?</p>")
    actions.set_session(lesson=add("Fire together", "live"), starts_at=now() + timedelta(minutes=5), minutes=60,
        link="https://meet.example/kiln")
    add("On drying", "text", body="<p>Dry it slowly, under a cloth, and turn it once a day.</p>")
"""


def build(maren: Visitor, site: Site, home: Path) -> None:
    """A recording, pages and a picture from a folder, turned into slides and spots; the rest without the Studio."""
    begin_course(maren, COURSE)
    maren.follow("Import a folder or a zip")
    maren.page.locator("#folder-files").set_input_files(_folder(home / COURSE))
    maren.click("Make 3 lessons")
    expect(maren.page.get_by_role("heading", name="Made 3 lessons")).to_be_visible()
    _change_kind(maren, "The pages", "Slides")
    _change_kind(maren, "The bay", "Picture with spots")
    _place_spots(maren)
    model.run(("-c", _REST, CODE), site.env)


def _folder(root: Path) -> Path:
    own = root / "1 To see"
    own.mkdir(parents=True)
    tone = ("-f", "lavfi", "-i", "sine=f=330:d=30", "-f", "mp3", "-y")
    ffmpeg.run(*tone, str(own / "1 The bell.mp3"), seconds=20)
    first, second = (Image.new("RGB", (800, 500), colour) for colour in ("#d9cfae", "#5f93a8"))
    for number, page in enumerate((first, second), start=1):
        ImageDraw.Draw(page).text((60, 60), f"Page {number}", fill="#111111", font_size=60)
    first.save(own / "2 The pages.pdf", save_all=True, append_images=[second])
    draw_map(own / "3 The bay.png")
    return root


def _change_kind(maren: Visitor, lesson: str, kind: str) -> None:
    open_lesson(maren, COURSE, lesson)
    maren.follow("Open editor")
    look_at(maren, "studio, lesson editor")
    maren.page.locator("[name=kind]").select_option(label=kind)
    with maren.page.expect_navigation():
        maren.click("Save lesson")
    open_lesson(maren, COURSE, lesson)
    maren.follow("Open editor")
    expect(maren.page.locator("[name=kind] option:checked")).to_have_text(kind)


def _place_spots(maren: Visitor) -> None:
    maren.follow("Edit the spots")
    board, rows = picture_in(maren, "spot-board"), maren.page.locator(".part-rows > li")
    maren.waits_until("document.querySelector('spot-board:defined') !== null")
    box = board.bounding_box()
    board.click(position={"x": box["width"] / 4, "y": box["height"] / 3})
    expect(rows.first.locator("[name$=-title]")).to_be_focused()
    maren.page.keyboard.type("The bay")
    assert abs(int(rows.first.locator("[name$=-x]").input_value()) - 250) < 3
    rows.first.get_by_label("What it says").fill("Water that stays.")
    for name, value in (("title", "The lake"), ("x", "700"), ("y", "490"), ("text", "It has no way out.")):
        rows.nth(1).locator(f"[name$=-{name}]").fill(value)
    expect(maren.page.locator("spot-board b")).to_have_text(["1", "2"])
    look_at(maren, "studio, spots on a picture")
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.sees("Saved “The bay”.")
    expect(rows.nth(1).locator("[name$=-title]")).to_have_value("The lake")
    expect(maren.page.locator("spot-board b")).to_have_text(["1", "2"])
