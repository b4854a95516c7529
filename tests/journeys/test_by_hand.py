"""What a person grades: a place on a picture, an essay and a file; works side by side, and a portfolio of them."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys import showing
from tests.journeys.building import reach
from tests.journeys.offering import archive
from tests.journeys.pointing import drag, draw_map, is_near, numbers_in, picture_in
from tests.journeys.stage.post import PostOffice, text_of
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import bought, make_course, open_lesson, sell
from tests.tenant_apps.assessments.assigned import picture

OWNER = "maren@okafor.example"
RUTH, ANTON = "ruth.amsel@example.com", "anton@example.com"
_LATE = """const define = customElements.define.bind(customElements);
customElements.define = (name, made) => {
  if (name === "hand-in") window.letIn = () => define(name, made);
  else define(name, made);
};
"""
READING, QUIZ = "Reading a map", "/learn/reading-a-map/the-water/"


def test_a_place_an_essay_and_a_file_are_asked_for_given_and_graded(
    visit, site: Site, post: PostOffice, tmp_path: Path
) -> None:
    make_course(site, READING, "The water", "quiz")
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    _add_a_map(maren, tmp_path / "bay.png")
    _ask_for_places(maren)
    _ask_for_words_and_a_file(maren)
    sell(maren, READING)
    try:
        ruth = bought(visit, READING, "Ruth Amsel", RUTH)
        _marks_the_places(ruth)
        _writes_and_hands_over(ruth, tmp_path / "proof.png")
        _is_told_that_somebody_grades(ruth)
        _grade(maren)
        assert "Well seen." in text_of(post.letter(RUTH, "Passed: The water"))
        _sees_score_and_words(ruth)
    finally:
        archive(maren, READING)


def test_a_work_is_compared_with_the_one_before_and_shown_in_a_portfolio(visit, site: Site, tmp_path: Path) -> None:
    make_course(site, showing.COURSE, "Draw a bay", "assignment")
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    showing.ask_for_a_picture(maren)
    sell(maren, showing.COURSE)
    was_on = showing.switch_portfolios(maren, on=True)
    try:
        anton = bought(visit, showing.COURSE, "Anton Reuss", ANTON)
        showing.hand_in(anton, tmp_path / "first.png", "#7a1f3d", "Hand in")
        showing.return_it(maren)
        showing.hand_in(anton, tmp_path / "second.png", "#0f4d3f", "Hand in again")
        showing.compare_and_pass(maren)
        showing.put_into_the_portfolio(anton)
        stranger = showing.see_and_report(visit())
        showing.hide_and_let_be_seen(maren, anton, stranger)
    finally:
        showing.switch_portfolios(maren, on=was_on)
        archive(maren, showing.COURSE)


def _add_a_map(maren: Visitor, file: Path) -> None:
    draw_map(file)
    maren.go("/studio/files/new/")
    maren.page.locator("main input[type=file], form input[type=file]").first.set_input_files(file)
    maren.page.get_by_label("Title", exact=False).first.fill("The map")
    maren.page.locator("form:has(input[type=file]) [type=submit]").first.click()
    maren.page.wait_for_url("**/studio/files/")


def _new_question(maren: Visitor, kind: str, text: str) -> None:
    maren.page.get_by_role("link", name="Add a question").first.click()
    maren.page.locator("[name=kind]").select_option(kind)
    maren.page.get_by_label("Question", exact=True).fill(text)


def _ask_for_places(maren: Visitor) -> None:
    page = maren.page
    open_lesson(maren, READING, "The water")
    maren.follow("Questions")
    _new_question(maren, "hot_spot", "Where does water stand?")
    page.locator("[name=picture]").select_option(label="The map")
    board = picture_in(maren, "region-board")
    drag(maren, board, (5, 20), (35, 50))
    expect(page.get_by_label("Answer 1", exact=True)).to_be_focused()
    assert is_near(_place(maren, 1), [5, 20, 30, 30])
    page.keyboard.type("The bay")
    drag(maren, board, (20, 30), (25, 30))
    assert is_near(_place(maren, 1), [10, 20, 30, 30])
    expect(page.get_by_role("slider", name="The bay")).to_be_focused()
    reach(maren, "Add a place")
    page.keyboard.press("Enter")
    expect(page.get_by_role("slider", name="Place 2")).to_be_focused()
    for key, times in (("ArrowRight", 21), ("Shift+ArrowLeft", 3), ("Shift+ArrowUp", 5)):
        for _step in range(times):
            page.keyboard.press(key)
    assert _place(maren, 2) == [61, 40, 17, 15]
    page.get_by_label("Answer 2", exact=True).fill("The lake")
    maren.fill(Shown_to_who_chose_answer_2="It has no way out.", It_may_be_off_by="2")
    expect(page.get_by_label("Answer 1 is right")).to_be_checked()
    page.get_by_label("Answer 2 is right").check()
    page.get_by_label("A part of it right counts as a part").check()
    look_at(maren, "studio, question, places on a picture")
    maren.click("Save question")
    maren.sees("Saved the question.")
    maren.follow("Edit Where does water stand?")
    expect(page.get_by_role("slider")).to_have_count(2)
    maren.follow("Back to the quiz")


def _ask_for_words_and_a_file(maren: Visitor) -> None:
    page = maren.page
    _new_question(maren, "essay", "How do you know?")
    page.get_by_label("Answer 1", exact=True).fill("Names a sign of water")
    maren.fill(At_least_so_many_words="3", At_most_so_many_words="20")
    look_at(maren, "studio, question, an essay")
    maren.click("Save question")
    maren.sees("Saved the question.")
    _new_question(maren, "file", "Show one you drew.")
    page.get_by_role("checkbox", name="Picture").check()
    look_at(maren, "studio, question, a file")
    maren.click("Save question")
    maren.sees("Saved the question.")
    page.get_by_label("Right answers are shown").select_option("end")
    page.get_by_role("button", name="Save", exact=True).click()
    maren.sees("Saved how the quiz is taken.")
    look_at(maren, "studio, quiz with places, an essay and a file")


def _marks_the_places(ruth: Visitor) -> None:
    page = ruth.page
    ruth.go(QUIZ)
    ruth.click("Start the quiz")
    board = picture_in(ruth, "spot-marks")
    expect(page.get_by_role("slider")).to_have_count(2)
    box = board.bounding_box()
    board.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.8})
    drag(ruth, board, (80, 80), (25, 35))
    assert is_near(numbers_in(page.locator(".spot-places li").first.locator("input")), [25, 35])
    mark = page.get_by_role("slider", name="Mark 2")
    expect(mark).to_have_attribute("aria-valuetext", "–")
    reach(ruth, "Mark 2")
    for key in ("Enter", "ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(mark).to_have_attribute("aria-valuetext", "69 %, 43 %")
    ruth.look("question, places on a picture")
    ruth.click("Save and go on")


def _writes_and_hands_over(ruth: Visitor, file: Path) -> None:
    page = ruth.page
    expect(page.get_by_role("heading", level=1)).to_have_text("How do you know?")
    ruth.sees("Names a sign of water", "3 to 20 words.")
    page.get_by_label("Your answer").press_sequentially("Blue is water, I say.")
    ruth.sees("5 words", "Draft kept.")
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("Blue is water, I say.")
    ruth.look("question, an essay")
    _is_quicker_than_the_script(ruth)
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("Blue is water, they say.")
    ruth.click("Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Show one you drew.")
    file.write_bytes(b"MZ" + b"\0" * 4000)
    with ruth.expecting(422):
        page.set_input_files("#work-file", file)
        ruth.sees("Its content is a Windows program")
    file.write_bytes(picture("#0f4d3f", size=(900, 600)).read())
    page.set_input_files("#work-file", file)
    expect(page.locator(".works li")).to_have_count(1)
    ruth.look("question, a file")
    page.get_by_role("button", name="Remove proof.png").click()
    expect(page.locator(".works li")).to_have_count(0)
    page.set_input_files("#work-file", file)
    expect(page.locator(".works li")).to_have_count(1)
    ruth.click("Save and go on")


def _is_quicker_than_the_script(ruth: Visitor) -> None:
    """On a slow line: what was written before the page's script was there is kept as well."""
    tab = ruth.context.new_page()
    tab.add_init_script(_LATE)
    tab.goto(ruth.page.url)
    tab.get_by_label("Your answer").fill("Blue is water, they say.")
    tab.evaluate("letIn()")
    expect(tab.get_by_text("Draft kept.")).to_be_visible()
    tab.close()


def _is_told_that_somebody_grades(ruth: Visitor) -> None:
    ruth.sees("Everything is answered.")
    ruth.click("Hand in")
    expect(ruth.page.get_by_role("heading", level=1)).to_have_text("Waits to be graded.")
    ruth.sees("Somebody looks at 2 of your answers. The rest gives 33 % so far", "Right: The bay", "It has no way out.")
    ruth.look("quiz, result that waits")
    ruth.go(QUIZ)
    ruth.sees("Your answers wait to be graded")
    expect(ruth.page.get_by_role("button", name="Take the quiz again")).to_have_count(0)


def _grade(maren: Visitor) -> None:
    maren.go("/studio/submissions/")
    maren.page.get_by_role("navigation", name="What waits").get_by_role("link", name="Quizzes").click()
    look_at(maren, "studio, quizzes to grade")
    maren.follow("Ruth Amsel")
    maren.sees("Blue is water, they say.", "33 % so far")
    look_at(maren, "studio, an attempt to grade")
    met = maren.page.get_by_role("radio", name="Met 2", exact=True)
    met.check()
    maren.click("Keep for later")
    maren.sees("Kept. The learner sees nothing yet.")
    expect(met).to_be_checked()
    with maren.expecting(422):
        maren.click("Grade and tell the learner")
        maren.sees("Say how much of “Show one you drew.” is right")
    maren.fill(How_much_of_it_is_right="50", Words_about_the_whole="Well seen.")
    maren.page.get_by_label("Words to the learner").last.fill("Where is the shore?")
    maren.click("Grade and tell the learner")
    maren.sees("Graded. The learner gets an email.")
    maren.go("/studio/submissions/attempts/?state=graded")
    look_at(maren, "studio, quizzes that are graded")
    maren.follow("Ruth Amsel")
    maren.sees("83 %", "Where is the shore?")
    look_at(maren, "studio, an attempt, graded")


def _sees_score_and_words(ruth: Visitor) -> None:
    ruth.go(QUIZ)
    ruth.follow("Attempt 1")
    expect(ruth.page.get_by_role("heading", level=1)).to_have_text("Passed.")
    ruth.sees("83%", "Well seen.", "Where is the shore?", "Names a sign of water")
    ruth.look("quiz, result with grades by hand")


def _place(maren: Visitor, row: int) -> list[float]:
    return numbers_in(maren.page.get_by_label(f"What answer {row} belongs to"))
