"""A creator uploads SCORM packages; a learner leaves them, finds the place again, and is scored."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.building import begin_course, outline_of, reach, write
from tests.journeys.offering import archive
from tests.journeys.packaging import inside, packed
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import bought, open_lesson, sell
from tests.tenant_apps.materials.packages import V12, V2004, zipped

OWNER, GRETA = "maren@okafor.example", "greta.lind@example.com"
COURSE, OLD, NEW = "Jugs in packages", "Handles", "Handles and spouts"
PLACE = "/learn/jugs-in-packages/"


def test_packages_are_uploaded_played_left_and_scored(visit, tmp_path: Path) -> None:
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    _build(maren)
    _refuse_what_is_no_package(maren, tmp_path / "nothing.zip")
    _upload(maren, OLD, packed(tmp_path / "old.zip", V12), "SCORM 1.2, 1 part.")
    _upload(maren, NEW, packed(tmp_path / "new.zip", V2004), "SCORM 2004, 2 parts.")
    sell(maren, COURSE)
    try:
        greta = bought(visit, COURSE, "Greta Lind", GRETA)
        _is_kept_away_from_the_site(greta)
        _leaves_and_comes_back(greta, f"{PLACE}handles/")
        _finish(greta, "Kept: Passed, 70 %.")
        expect(greta.page.get_by_text("Done", exact=True).first).to_be_visible()
        greta.look("lesson, SCORM 1.2, done")
        _leaves_and_comes_back(greta, f"{PLACE}handles-and-spouts/")
        _plays_both_parts(greta)
        _sees_the_scores(maren)
    finally:
        archive(maren, COURSE)


def _build(maren: Visitor) -> None:
    begin_course(maren, COURSE)
    reach(maren, "Title of the new module")
    write(maren, "One", "Enter")
    for title in (OLD, NEW):
        maren.fill(Title_of_the_new_lesson=title)
        maren.click("Other kinds")
        with maren.page.expect_response(lambda answer: answer.request.method == "POST"):
            maren.click("Add SCORM package")
        expect(maren.page.locator(f"[data-lesson][data-title='{title}']")).to_be_visible()
    assert outline_of(maren) == {"One": [OLD, NEW]}


def _refuse_what_is_no_package(maren: Visitor, file: Path) -> None:
    file.write_bytes(zipped(**{"index.html": "x"}).read())
    open_lesson(maren, COURSE, OLD)
    maren.follow("Choose the package")
    maren.page.get_by_label("Or a zip from this device").set_input_files(file)
    with maren.expecting(422):
        maren.page.get_by_role("button", name="Save", exact=True).click()
        maren.sees("no imsmanifest.xml")


def _upload(maren: Visitor, lesson: str, file: Path, said: str) -> None:
    open_lesson(maren, COURSE, lesson)
    maren.follow("Choose the package")
    maren.page.get_by_label("Or a zip from this device").set_input_files(file)
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.sees(f"Now: The jug, {said}")
    look_at(maren, "studio, a SCORM package")


def _is_kept_away_from_the_site(greta: Visitor) -> None:
    greta.go(f"{PLACE}handles/")
    within = inside(greta)
    expect(within.locator("#found")).to_have_text("Found: nothing, ab-initio.")
    expect(within.locator("#above")).to_have_text("Above: SecurityError, SecurityError.")
    expect(within.locator("#cookies")).to_have_text("Cookies: none.")
    greta.look("lesson, SCORM 1.2")


def _leaves_and_comes_back(greta: Visitor, lesson: str) -> None:
    greta.go(lesson)
    within = inside(greta)
    expect(within.locator("#found")).to_contain_text("Found: nothing")
    with greta.page.expect_response("**/package/") as kept:
        within.get_by_role("button", name="Turn the page").click()
    assert kept.value.ok
    greta.sees("Kept: Begun.")
    greta.go(PLACE)
    greta.sees("Handles and spouts")
    greta.go(lesson)
    expect(within.locator("#found")).to_have_text("Found: page 2, resume.")


def _finish(greta: Visitor, said: str) -> None:
    inside(greta).get_by_role("button", name="Finish").click()
    greta.sees(said)
    greta.page.reload()


def _plays_both_parts(greta: Visitor) -> None:
    _finish(greta, "Kept: Passed, 90 %.")
    second = greta.page.get_by_role("button", name="Spouts")
    expect(second).to_have_attribute("aria-current", "true")  # the first that is not done
    expect(inside(greta).locator("#found")).to_contain_text("Found: nothing")
    greta.look("lesson, SCORM 2004 with two parts")
    greta.click("Handles")
    expect(second).not_to_have_attribute("aria-current", "true")
    expect(inside(greta).locator("#found")).to_contain_text("Found: page 2")
    second.click()
    expect(inside(greta).locator("#found")).to_contain_text("Found: nothing")
    _finish(greta, "Kept: Passed, 70 %.")
    expect(greta.page.locator(".player-acts").get_by_text("Done", exact=True)).to_be_visible()
    greta.go(PLACE)
    greta.sees("You finished this course on")


def _sees_the_scores(maren: Visitor) -> None:
    maren.go("/studio/courses/")
    maren.page.get_by_role("link", name=COURSE, exact=True).first.click()
    maren.follow("Grades")
    row = maren.page.get_by_role("row", name="Greta Lind")
    expect(row.get_by_role("cell")).to_have_text(["70", "80", "75"])
    look_at(maren, "studio, grades of packages")
