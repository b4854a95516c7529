"""What several journeys do on their way: pay with a test card, answer a quiz, get a letter's link."""

import time

from playwright.sync_api import expect

from provisioning.demo.content import words_of
from tests.journeys.stage.visitor import PATIENCE, Visitor

GOOD, DECLINED, ASKS = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"


def fill_card(visitor: Visitor, number: str = GOOD, *, expiry: str = "12 / 34", cvc: str = "123") -> None:
    """Type a card into the checkout."""
    visitor.fill(Card_number=number, Expires=expiry, Security_code=cvc)


def buy(visitor: Visitor, offer: str, *, email: str, name: str) -> None:
    """From the checkout to the receipt, with a card that works."""
    visitor.go(f"/checkout/{offer}/")
    visitor.fill(Email=email, Name=name)
    fill_card(visitor)
    visitor.page.get_by_role("button", name="Pay").click()
    visitor.page.wait_for_url("**/orders/**")


def finds_it_closed(visitor: Visitor, path: str, lesson: str) -> None:
    """The course opens no lesson to them any more, a moment from now at the latest."""
    link = visitor.page.get_by_role("link", name=lesson)
    with visitor.expecting(403, 404):
        deadline = time.monotonic() + PATIENCE
        visitor.go(path)
        while link.count():
            assert time.monotonic() < deadline, f"{path} stays open."
            visitor.page.wait_for_timeout(500)
            visitor.go(path)


def finds_it_open(visitor: Visitor, path: str, lesson: str) -> None:
    """The course opens the lesson to them, a moment from now at the latest."""
    with visitor.expecting(403, 404):
        visitor.go(path)
        visitor.reloads_until(lesson)


def open_lesson(visitor: Visitor, title: str) -> None:
    """Follow a lesson in the course's own list."""
    visitor.page.get_by_role("link", name=title).first.click()
    expect(visitor.page.get_by_role("heading", level=1, name=title)).to_be_visible()


def play(visitor: Visitor) -> None:
    """Begin the lesson's film by key, once its player is there to hear it."""
    visitor.waits_until("document.querySelector('lesson-video:defined video')?.readyState > 0")
    visitor.page.keyboard.press("k")


def answer_quiz(visitor: Visitor, name: str, *, rightly: bool) -> None:
    """Answer every question of a quiz in the demo, rightly or wrongly, up to the result."""
    page, questions = visitor.page, words_of("quizzes")[name]["questions"]
    for number, question in enumerate(questions, start=1):
        expect(page.get_by_role("heading", level=1, name=question["text"])).to_be_visible()
        if number == 1:
            visitor.look("quiz question")
        for text, right in question["choices"]:
            if right is rightly:
                page.get_by_label(text, exact=True).check()
                if question.get("kind") != "multiple":
                    break
        page.get_by_role("button", name="Check the answer").click()
        expect(page.get_by_role("heading", name="Right." if rightly else "Not this one.")).to_be_visible()
        if number == 1:
            visitor.look(f"quiz question, {'right' if rightly else 'wrong'}")
        page.get_by_role("link", name="See the result" if number == len(questions) else "Next question").click()
