"""Every kind of question, written in the Studio and answered by a learner, in time and by chance."""

from playwright.sync_api import expect

from tests.journeys.offering import archive, publish
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy

OWNER, COURSE, QUIZ = "maren@okafor.example", "Trial by questions", "The trial"
PLACE = "/learn/trial-by-questions/the-trial/"


def test_a_quiz_of_every_kind_is_written_and_taken(visit) -> None:
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    _make_course(maren)
    _write_questions(maren)
    _sell(maren)
    try:
        learner: Visitor = visit()
        buy(learner, "trial-by-questions", email="tova@example.com", name="Tova Lind")
        learner.page.locator("form[action*=continuation] button").click()
        learner.page.wait_for_url("**/learn/**")
        learner.go(PLACE)
        learner.look("quiz with limits, before")
        learner.sees("You have 20 minutes", "You have 2 attempts left")
        learner.click("Start the quiz")
        _answer_everything(learner)
        _hand_in(learner)
    finally:
        archive(maren, COURSE)


def _make_course(maren: Visitor) -> None:
    maren.go("/studio/courses/new/")
    maren.fill(Title=COURSE)
    maren.click("Create the course")
    maren.page.get_by_label("Title of the new module").fill("Only one")
    maren.page.get_by_label("Title of the new module").press("Enter")
    maren.sees("Only one")
    maren.fill(Title_of_the_new_lesson=QUIZ)
    maren.click("Add Quiz")
    maren.page.get_by_role("link", name=QUIZ).first.click()
    maren.follow("Questions")


def _write_questions(maren: Visitor) -> None:
    _question(maren, "true_false", "A floor is a number.", answers=["True", "False"], right=[1])
    _question(maren, "short_text", "What grows while nobody looks?", answers=["scope creep", "creep"])
    _question(maren, "numeric", "Half of seven?", answers=["3.5"])
    _question(maren, "ordering", "What comes first?", answers=["Listen", "Ask", "Name it"])
    _question(maren, "matching", "Whose capital?", answers=["France", "Italy"], matches=["Paris", "Rome"])
    _question(maren, "fill_in", "A scope is a list of {{endings|ends}}.", answers=[])
    maren.fill(Attempts="2", Minutes_for_an_attempt="20")
    maren.page.get_by_label("Right answers are shown").select_option("end")
    maren.page.get_by_label("Another order for everybody").check()
    look_at(maren, "studio, quiz")
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.sees("Saved how the quiz is taken.")


def _question(
    maren: Visitor, kind: str, text: str, *, answers: list[str], matches: tuple | list = (), right: tuple | list = ()
) -> None:
    maren.page.get_by_role("link", name="Add a question").first.click()
    maren.page.locator("[name=kind]").select_option(kind)
    maren.page.get_by_label("Question", exact=True).fill(text)
    for number, answer in enumerate(answers, start=1):
        maren.page.get_by_label(f"Answer {number}", exact=True).fill(answer)
    for number, match in enumerate(matches, start=1):
        maren.page.get_by_label(f"What answer {number} belongs to").fill(match)
    for number in right:
        maren.page.get_by_label(f"Answer {number} is right").check()
    look_at(maren, f"studio, question, {kind}")
    maren.click("Save question")
    maren.sees("Saved the question.")


def _sell(maren: Visitor) -> None:
    maren.go("/studio/courses/")
    maren.page.get_by_role("link", name=COURSE).first.click()
    maren.click("Publish the course")
    maren.go("/studio/offers/new/")
    maren.fill(Title=COURSE, Price="10")
    maren.page.get_by_label(COURSE).check()
    maren.click("Make the offer")
    maren.sees(f"{COURSE} is saved.")
    publish(maren, COURSE)


def _answer_everything(learner: Visitor) -> None:
    page = learner.page
    for _number in range(6):
        expect(page.get_by_role("button", name="Save and go on")).to_be_visible()
        expect(page.locator("time-left")).to_contain_text(":")
        heading = page.get_by_role("heading", level=1).inner_text()
        _answer(learner, heading)
        learner.look(f"question, {heading}")
        page.reload()
        _answer(learner, heading)
        learner.click("Save and go on")
    learner.sees("Everything is answered.")


def _answer(learner: Visitor, heading: str) -> None:
    page = learner.page
    if heading.startswith("A floor"):
        page.get_by_label("True").check()
    elif heading.startswith("What grows"):
        page.get_by_label("Your answer").fill("Scope Creep")
    elif heading.startswith("Half"):
        page.get_by_label("Your answer").fill("3,5")
    elif heading.startswith("What comes"):
        for _try in range(2):
            page.get_by_role("button", name="Up Listen").click()
            page.get_by_role("button", name="Down Name it").click()
    elif heading.startswith("Whose"):
        page.get_by_label("France").select_option("Paris")
        page.get_by_label("Italy").select_option("Rome")
    else:
        page.get_by_label("Gap 1").fill("ends")


def _hand_in(learner: Visitor) -> None:
    learner.look("quiz, to be handed in")
    learner.click("Hand in")
    expect(learner.page.get_by_role("heading", level=1)).to_have_text("Passed.")
    learner.sees("100%")
    learner.look("quiz, result with answers")
    learner.go(f"{PLACE}attempts/1/1/")
    learner.sees("Right.")
    learner.look("question, answered")
