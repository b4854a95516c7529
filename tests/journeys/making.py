"""Maren makes a course of a folder of files, says when it opens, and sells it to a cohort."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.building import begin_course, outline_of, reach, write
from tests.journeys.offering import publish
from tests.journeys.stage.visitor import Visitor
from tests.tenant_apps.media.films import draw

TITLE = "Light on paper"


def folder_of_files(home: Path, name: str) -> Path:
    """As they lie on a disk: numbered, with what systems leave behind."""
    root, held = home / name, BytesIO()
    for folder in ("1 Begin", "2 Go out"):
        (root / folder).mkdir(parents=True)
    Image.new("RGB", (640, 420), "#c8a26a").save(held, "PNG")
    (root / "1 Begin" / "01 - Where to stand.md").write_text("Downwind, *always*.\n\n- a coat\n- a chair\n")
    (root / "1 Begin" / "02 - A wren.png").write_bytes(held.getvalue())
    (root / "2 Go out" / "2 The walk.mp4").write_bytes(draw(home / "walk.mp4", seconds=2).read_bytes())
    pages = [Image.new("RGB", (595, 842), shade) for shade in ("#f4efe4", "#dfe7df")]
    pages[0].save(root / "2 Go out" / "1 The list.pdf", save_all=True, append_images=pages[1:])
    (root / "2 Go out" / "3 recorder.exe").write_bytes(b"MZ\0")
    (root / ".DS_Store").write_bytes(b"\0")
    return root


def open_course(maren: Visitor) -> None:
    """Its outline."""
    maren.go("/studio/courses/")
    maren.page.get_by_role("link", name=TITLE).first.click()


def build(maren: Visitor, home: Path) -> None:
    """By keyboard and by mouse: two modules from the folder, one by hand with an assignment and a quiz."""
    begin_course(maren, TITLE)
    maren.follow("Import a folder or a zip")
    maren.page.locator("#folder-files").set_input_files(folder_of_files(home, TITLE))
    maren.click("Make 4 lessons")
    expect(maren.page.get_by_role("heading", name="Made 4 lessons")).to_be_visible()
    maren.follow("Open the outline")
    expect(maren.page.locator("course-outline")).to_be_visible()
    reach(maren, "Title of the new module")
    write(maren, "Show it", "Enter")
    for title, kind in (("Paint a jug", "Assignment"), ("What stays", "Quiz")):
        own = maren.page.locator("section[data-module][data-title='Show it']")
        own.get_by_label("Title of the new lesson").fill(title)
        with maren.page.expect_response(lambda answer: answer.request.method == "POST"):
            own.get_by_role("button", name=f"Add {kind}").click()
    assert outline_of(maren)["Show it"] == ["Paint a jug", "What stays"]
    _ask_for_a_picture(maren)
    _ask_a_question(maren)
    open_course(maren)
    maren.click("Publish the course")


def _ask_for_a_picture(maren: Visitor) -> None:
    maren.page.get_by_role("link", name="Paint a jug").first.click()
    maren.follow("Edit the assignment")
    maren.follow("Add a criterion")
    maren.fill(What_is_looked_at="Light", Level_1="Strong", Points_of_level_1="4", Level_2="Weak")
    maren.page.get_by_label("Points of level 2").fill("0")
    maren.click("Save criterion")
    maren.sees("Saved the criterion.")
    maren.fill(Reviews_by_other_learners="1")
    maren.page.get_by_role("button", name="Save", exact=True).click()
    expect(maren.page.get_by_role("heading", name="An example for reviewers")).to_be_visible()


def _ask_a_question(maren: Visitor) -> None:
    open_course(maren)
    maren.page.get_by_role("link", name="What stays").first.click()
    maren.follow("Questions")
    maren.page.get_by_role("link", name="Add a question").first.click()
    maren.page.locator("[name=kind]").select_option("true_false")
    maren.page.get_by_label("Question", exact=True).fill("Shadows have edges.")
    for number, answer in enumerate(("True", "False"), start=1):
        maren.page.get_by_label(f"Answer {number}", exact=True).fill(answer)
    maren.page.get_by_label("Answer 1 is right").check()
    maren.click("Save question")
    maren.fill(Minutes_for_an_attempt="20")
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.sees("Saved how the quiz is taken.")


def release_by_completion_and_cohort(maren: Visitor) -> None:
    """What is made by hand opens once the first module is finished, and not before the cohort's twelfth day."""
    look_what_a_rule_changes(maren, cohort_day="12")
    maren.sees(re.compile(r"Nothing, for the \d+ learners? in this course\."))
    save_rule(maren)


def save_rule(maren: Visitor) -> None:
    """What was looked at holds from now on."""
    maren.click("Save when it opens")
    maren.sees("Saved when “Show it” opens.")


def look_what_a_rule_changes(maren: Visitor, *, cohort_day: str) -> None:
    """Type the rule of the third module, and see what it would do."""
    open_course(maren)
    maren.follow("Release")
    maren.page.get_by_role("link", name=re.compile("^Change.*Show it$")).click()
    rows = maren.page.locator("fieldset.panel")
    rows.nth(0).get_by_label("Condition").select_option("completed")
    rows.nth(0).get_by_label("What").select_option(label="Begin")
    rows.nth(1).get_by_label("Condition").select_option("cohort")
    rows.nth(1).get_by_label("Days").fill(cohort_day)
    maren.click("See what it changes")
    expect(maren.page.get_by_role("heading", name="What this changes")).to_be_visible()


def sell_to_a_cohort(maren: Visitor) -> None:
    """Whoever buys it is in the cohort that begins today."""
    maren.go("/studio/offers/new/")
    maren.fill(Title=TITLE, Price="10")
    maren.page.get_by_label(TITLE).check()
    maren.click("Make the offer")
    publish(maren, TITLE)
    open_course(maren)
    maren.follow("Cohorts")
    maren.fill(Name="Spring", First_day=date.today().isoformat())
    maren.page.get_by_label("Sold as").select_option(label=TITLE)
    maren.click("Add the cohort")
    expect(maren.page.get_by_role("link", name="Spring")).to_be_visible()
