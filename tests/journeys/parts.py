"""The parts of a lesson's page, put together in its editor."""

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys.stage.visitor import Visitor

PARTS = "[data-streamfield-child]"


def add_part(maren: Visitor, kind: str) -> Locator:
    """A part of this kind, put last."""
    expect(maren.page.locator(PARTS).first).to_be_visible()
    many = maren.page.locator(PARTS).count()
    maren.page.get_by_role("button", name="Insert a block").last.click()
    maren.page.locator(".w-combobox__option").filter(has_text=re.compile(f"^{kind}$")).last.click()
    expect(maren.page.locator(PARTS)).to_have_count(many + 1)
    return maren.page.locator(PARTS).last


def give_file(maren: Visitor, part: Locator, file: Path, title: str) -> None:
    """Send a file from this device, and let the part show it."""
    part.get_by_role("button", name="Choose a file").click()
    dialog = maren.page.locator(".modal-content")
    dialog.get_by_role("tab", name="Add").click()
    dialog.locator("[type=file]").set_input_files(file)
    dialog.locator("[name$=title]").fill(title)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_have_count(0)
