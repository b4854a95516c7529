"""A learner watches, reads, downloads, waits, fails a quiz, passes it, and holds a certificate."""

import io
import re

from playwright.sync_api import Response, expect
from pypdf import PdfReader

from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import answer_quiz, buy, open_lesson, play

LONG, SHORT = "/learn/the-second-number/", "/learn/scoping-without-fear/"
_PLAYING = "document.querySelector('video').currentTime"


def test_a_returning_learner_finds_the_way_back(visitor: Visitor) -> None:
    visitor.sign_in("sofia@example.com", then="/learn/")
    visitor.look("dashboard")
    visitor.sees("The Second Number", "Scoping Without Fear")

    visitor.go(LONG)
    visitor.look("course, learning")
    visitor.sees("Renewals and raises")


def _is_of_a_film(answer: Response) -> bool:
    """A film's bytes, not its still."""
    return answer.request.resource_type == "media" and "/media/" in answer.url


def test_a_film_plays_by_ranges_and_goes_on_where_it_stopped(visit) -> None:
    lesson = f"{LONG}why-the-first-number-is-a-question/"
    first = visit()
    buy(first, "the-second-number", email="vera@example.com", name="Vera Novak")
    first.page.locator("form[action*=continuation] button").click()
    first.sees("Renewals and raises")  # before it is theirs they see what anybody may
    ranges: list[int] = []
    first.context.on("response", lambda answer: _is_of_a_film(answer) and ranges.append(answer.status))
    first.go(lesson)
    first.look("lesson, film")
    play(first)
    first.waits_until(f"{_PLAYING} > 1.5")
    with first.page.expect_response("**/learn/played/*"):
        first.page.keyboard.press("k")
    stopped = first.page.evaluate(_PLAYING)
    assert set(ranges) == {206}

    again = visit(storage_state=first.context.storage_state())
    again.go(lesson)
    again.waits_until(f"{_PLAYING} > 0")

    assert abs(again.page.evaluate(_PLAYING) - stopped) < 2


def test_a_free_lesson_is_played_by_key_before_anything_is_bought(visitor: Visitor) -> None:
    visitor.go(f"{LONG}why-the-first-number-is-a-question/")
    visitor.sees("A free lesson of The Second Number", "ten seconds back or on")
    play(visitor)
    visitor.waits_until(f"{_PLAYING} > 0.5")
    visitor.page.keyboard.press("k")
    visitor.waits_until("document.querySelector('video').paused")
    visitor.look("lesson, free")


def test_a_locked_lesson_says_when_it_opens(visitor: Visitor) -> None:
    buy(visitor, "the-second-number", email="ruth@example.com", name="Ruth Adler")
    visitor.page.locator("form[action*=continuation] button").click()
    visitor.sees("Renewals and raises")
    visitor.look("course, mostly locked")
    module = visitor.page.locator("details", has_text="Know your floor").first
    expect(module.locator("summary")).to_contain_text(re.compile(r"Opens \w+"))
    assert module.get_by_role("link").count() == 0

    with visitor.expecting(403):
        visitor.go(f"{LONG}what-a-day-costs-you/")
        visitor.look("lesson, locked")
        visitor.sees("This lesson opens")
        assert visitor.page.locator("video").count() == 0


def test_a_whole_course_ends_in_a_certificate(visit, post: PostOffice) -> None:
    learner: Visitor = visit()
    buy(learner, "scoping-without-fear", email="ayo@example.com", name="Ayo Balogun")
    learner.page.locator("form[action*=continuation] button").click()
    learner.page.wait_for_url(f"**{SHORT}**")
    _read_everything(learner)
    _fail_then_pass(learner)

    serial_url = _certificate(learner, post)
    stranger = visit()
    stranger.go(serial_url)
    stranger.sees("Genuine.", "Ayo Balogun", "Scoping Without Fear")
    stranger.look("certificate, public")
    with stranger.expecting(404):
        stranger.go("/certificates/NOT-A-NUMBER/")


def _read_everything(learner: Visitor) -> None:
    learner.go(SHORT)
    for title, kind in (
        ("A scope is a list of endings", "film"),
        ("Words that leak: ongoing, support, as needed", "text"),
        ("The one-page template", "download"),
        ("“Happy to. What shall we take out?”", "text"),
        ("The change note, in four lines", "film"),
    ):
        learner.go(SHORT)
        open_lesson(learner, title)
        learner.look(f"lesson, {kind}")
        if kind == "download":
            file = learner.download(lambda: learner.follow("Download"))
            assert "one-page scope" in PdfReader(io.BytesIO(file)).pages[0].extract_text()
        learner.click("Done, next lesson")
        expect(learner.page.get_by_role("heading", level=1, name=title)).to_have_count(0)
    expect(learner.page.get_by_role("heading", level=1, name="Quiz: in or out of scope?")).to_be_visible()


def _fail_then_pass(learner: Visitor) -> None:
    learner.look("quiz, before")
    learner.click("Start the quiz")
    answer_quiz(learner, "in-or-out", rightly=False)
    expect(learner.page.get_by_role("heading", level=1)).to_have_text("Not yet.")
    learner.look("quiz, failed")
    learner.click("Take the quiz again")
    answer_quiz(learner, "in-or-out", rightly=True)
    expect(learner.page.get_by_role("heading", level=1)).to_have_text("Passed.")
    learner.look("quiz, passed")
    learner.follow("Back to the course")
    learner.sees("You finished this course on")


def _certificate(learner: Visitor, post: PostOffice) -> str:
    post.letter("ayo@example.com", "certificate")
    learner.go(SHORT)
    learner.look("course, finished")
    learner.page.get_by_role("link", name="View").click()
    learner.page.wait_for_url("**/certificates/*/")
    learner.look("certificate, own")
    expect(learner.page.locator(".cert-qr svg")).to_be_visible()
    pdf = PdfReader(io.BytesIO(learner.download(lambda: learner.follow("Download the PDF"))))
    assert len(pdf.pages) == 1
    assert sorted(round(float(side)) for side in pdf.pages[0].mediabox[2:]) == [595, 842]
    assert "Ayo Balogun" in pdf.pages[0].extract_text()
    return learner.page.url
