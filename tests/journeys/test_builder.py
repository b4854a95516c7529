"""Maren builds courses: one without touching the mouse, one from a folder of files, one with a finger."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.journeys.building import begin_course, outline_of, reach, write
from tests.journeys.pointing import Finger, middle_of
from tests.journeys.stage import model
from tests.journeys.stage.look import PHONE
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.tenant_apps.media.films import draw

OWNER = "maren@okafor.example"
_TOP = "document.querySelector('course-outline').getBoundingClientRect().top"
_TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_WALK = """
import django
django.setup()
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses import actions as courses
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    course = courses.create_course(title="By the river", slug="by-the-river")
    for title, lessons in (("Go", ["A coat", "A chair", "A map"]), ("Stay", ["Sit down", "Listen"]), ("Leave", [])):
        module = courses.add_module(course=course, title=title)
        for lesson in lessons:
            courses.add_lesson(module=module, title=lesson, kind="text")
"""


@pytest.fixture
def maren(visit) -> Iterator[Visitor]:
    """The owner, in her Studio, with an empty course."""
    yield visit().sign_in(OWNER, then="/studio/")


def test_a_course_is_built_by_keyboard_alone(maren: Visitor) -> None:
    begin_course(maren, "Room tone")
    for title in ("Listening", "Recording"):
        reach(maren, "Title of the new module")
        write(maren, title, "Enter")
    for title in ("Silence has a sound", "Where noise comes from", "A quiet room"):
        reach(maren, "Title of the new lesson")
        maren.page.keyboard.type(title)
        reach(maren, "Add Text")
        write(maren, "", "Enter")
    look_at(maren, "studio, outline built by keyboard")

    reach(maren, "A quiet room")
    maren.page.keyboard.press("F2")
    write(maren, "A quiet room in ten minutes", "Enter")
    reach(maren, "Move lesson A quiet room in ten minutes")
    for key in ("Space", "ArrowUp"):
        maren.page.keyboard.press(key)
    expect(maren.page.locator("[data-live]")).to_have_text("Place 2 in Listening.")
    for key in ("ArrowDown", "ArrowDown"):
        maren.page.keyboard.press(key)
    write(maren, "", "Space")

    assert outline_of(maren) == {
        "Listening": ["Silence has a sound", "Where noise comes from"],
        "Recording": ["A quiet room in ten minutes"],
    }
    _delete_by_keyboard(maren, "Where noise comes from")


def test_a_course_is_made_of_a_folder_by_mouse(maren: Visitor, tmp_path: Path) -> None:
    maren.go("/studio/courses/new/")
    maren.fill(Title="Field recording")
    maren.click("Create the course")
    maren.follow("Import a folder or a zip")
    look_at(maren, "studio, import")
    maren.page.locator("#folder-files").set_input_files(_folder(tmp_path))

    expect(maren.page.get_by_role("heading", name="4 lessons in 2 modules")).to_be_visible()
    maren.sees("1 file is not taken", "Where to stand", "A wren")
    look_at(maren, "studio, plan of a folder")
    maren.click("Make 4 lessons")
    expect(maren.page.get_by_role("heading", name="Made 4 lessons")).to_be_visible()
    maren.follow("Open the outline")
    assert outline_of(maren) == {"Begin": ["Where to stand", "A wren"], "Go out": ["The list", "The walk"]}

    _make_drafts(maren, first="Where to stand", last="The list")
    maren.sees("3 drafts, which learners do not see.")
    look_at(maren, "studio, outline of an import")
    _pack_and_unpack(maren, tmp_path / "taken-along.course.zip")
    assert outline_of(maren) == {"Begin": ["Where to stand", "A wren"], "Go out": ["The list", "The walk"]}


def test_a_course_is_put_in_order_with_a_finger(visit, site: Site) -> None:
    model.run(("-c", _WALK), site.env)
    maren: Visitor = visit(viewport=PHONE, has_touch=True, is_mobile=True).sign_in(OWNER, then="/studio/")
    maren.go("/studio/courses/")
    maren.page.get_by_role("link", name="By the river", exact=True).first.tap()
    expect(maren.page.locator("course-outline")).to_be_visible()

    _drag(maren, "lesson A map", onto="lesson A coat")
    _drag(maren, "lesson A coat", onto="lesson Listen")
    _drag_to_the_top(maren, "module Stay")

    assert outline_of(maren) == {"Stay": ["Sit down", "Listen", "A coat"], "Go": ["A map", "A chair"], "Leave": []}


def _pack_and_unpack(maren: Visitor, package: Path) -> None:
    """Out as a file, and in again as another course."""
    maren.go("/studio/courses/")
    maren.click("Export Field recording")
    maren.sees("The package is being written.")
    link = maren.page.get_by_role("link", name="field-recording.course.zip")
    expect(link).to_be_visible()
    look_at(maren, "studio, packages")
    package.write_bytes(maren.download(link.click))
    maren.page.set_input_files("#package-file", package)
    maren.sees("Imported, 4 lessons")
    maren.page.get_by_role("link", name="Field recording", exact=True).click()
    expect(maren.page.locator("course-outline")).to_be_visible()


def _grip(maren: Visitor, what: str) -> Locator:
    return maren.page.get_by_role("button", name=f"Move {what}", exact=True)


def _drag(maren: Visitor, what: str, *, onto: str) -> None:
    """Upwards it lands before the other, downwards after it."""
    finger = Finger(maren, _grip(maren, what))
    is_below = middle_of(_grip(maren, onto))[1] > finger.at[1]
    way = 1 if is_below else -1
    # the outline makes room while a hand moves, and moves on under one at an edge: a hand follows it until it rests
    for _look in range(30):
        x, y = middle_of(_grip(maren, onto))
        finger.move(x, y + way * 10)
        maren.page.evaluate(_TWO_FRAMES)
        rests = middle_of(_grip(maren, onto)) == (x, y)
        if rests and _stands(maren, what) - _stands(maren, onto) == way:
            break
    _lift(maren, finger)


def _stands(maren: Visitor, what: str) -> int:
    """Its place among the parts of the outline, of which each list of lessons is one."""
    parts = maren.page.locator("course-outline :is([data-lessons], [data-lesson])")
    titles = parts.evaluate_all("all => all.map(one => one.dataset.title)")
    return int(titles.index(what.removeprefix("lesson ")))


def _drag_to_the_top(maren: Visitor, what: str) -> None:
    """A finger that rests at the edge of the glass has the outline move on."""
    _grip(maren, what).evaluate("grip => grip.scrollIntoView({block: 'center', behavior: 'instant'})")
    finger, top = Finger(maren, _grip(maren, what)), maren.page.evaluate(_TOP)
    finger.move(finger.at[0], 40)
    maren.waits_until("document.querySelector('course-outline [data-module]').dataset.title === 'Stay'")
    maren.waits_until(f"{_TOP} > {top}")
    _lift(maren, finger)


def _lift(maren: Visitor, finger: Finger) -> None:
    with maren.page.expect_response(lambda answer: answer.request.method == "POST") as told:
        finger.lift()
    assert told.value.ok
    expect(maren.page.locator("course-outline[aria-busy]")).to_have_count(0)


def _picture() -> bytes:
    """A small one."""
    held = io.BytesIO()
    Image.new("RGB", (640, 420), "#c8a26a").save(held, "PNG")
    return held.getvalue()


def _folder(home: Path) -> Path:
    """As they lie on a disk: numbered, with what systems leave behind."""
    root = home / "Field recording"
    for folder in ("1 Begin", "2 Go out"):
        (root / folder).mkdir(parents=True)
    (root / "1 Begin" / "01 - Where to stand.md").write_text("Downwind, *always*.\n\n- a coat\n- a chair\n")
    (root / "1 Begin" / "02 - A wren.png").write_bytes(_picture())
    (root / "2 Go out" / "2 The walk.mp4").write_bytes(draw(home / "walk.mp4", seconds=2).read_bytes())
    (root / "2 Go out" / "1 The list.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    (root / "2 Go out" / "3 recorder.exe").write_bytes(b"MZ\0")
    (root / ".DS_Store").write_bytes(b"\0")
    return root


def _make_drafts(maren: Visitor, *, first: str, last: str) -> None:
    maren.page.get_by_role("checkbox", name=f"Select {first}").click()
    maren.page.get_by_role("checkbox", name=f"Select {last}").click(modifiers=["Shift"])
    expect(maren.page.locator("#selection output")).to_have_text("3 lessons")
    with maren.page.expect_response("**/selection/"):
        maren.click("Make drafts")
    expect(maren.page.get_by_text("3 lessons are drafts again.").first).to_be_visible()


def _delete_by_keyboard(maren: Visitor, title: str) -> None:
    reach(maren, f"Select {title}")
    maren.page.keyboard.press("Space")
    reach(maren, "Delete")
    maren.page.keyboard.press("Enter")
    expect(maren.page.get_by_role("dialog", name="Delete 1 lesson?")).to_be_visible()
    look_at(maren, "studio, deletion of lessons")
    reach(maren, "Delete 1 lesson")
    write(maren, "", "Enter")
    expect(maren.page.get_by_text("Deleted 1 lesson.").first).to_be_visible()
    assert title not in outline_of(maren)["Listening"]

    reach(maren, "Undo")
    write(maren, "", "Enter")
    assert title in outline_of(maren)["Listening"]
