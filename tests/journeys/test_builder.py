"""Maren builds courses: one without touching the mouse, one from a folder of files."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.building import begin_course, outline_of, reach, write
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.tenant_apps.media.films import draw

OWNER = "maren@okafor.example"


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
