"""Somebody works every control of a film's player."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import play

FILM = "document.querySelector('lesson-video video')"
_WHOLE = f"{FILM}.videoWidth === {{width}} && !{FILM}.seeking && {FILM}.readyState > 1"
_DRAWN = """(address) => new Promise((done) => {
    const still = new Image();
    still.onload = () => done(still.naturalWidth);
    still.onerror = () => done(0);
    still.src = address;
})"""


def work_the_player(learner: Visitor, lesson: str) -> None:
    """A film of five seconds from two cameras, 640 and 480 pixels wide, with chapters at 0 and 3, and two captions."""
    learner.go(lesson)
    play(learner)
    learner.waits_until(f"document.querySelector('lesson-video').hls && {FILM}.currentTime > 0.3")
    learner.page.keyboard.press("k")
    learner.waits_until(f"{FILM}.paused")
    learner.look("lesson, player with every control")
    _sets_the_speed(learner)
    _jumps_by_chapter(learner)
    _turns_captions_off_and_on(learner)
    _finds_what_was_said(learner)
    _sees_stills_over_the_bar(learner)
    _looks_from_another_camera(learner)
    _takes_it_into_a_window(learner)


def _control(learner: Visitor, name: str) -> Locator:
    return learner.page.locator(f"lesson-video :is(button, input, select)[aria-label='{name}']")


def _second(learner: Visitor) -> float:
    return float(learner.page.evaluate(f"{FILM}.currentTime"))


def _is_at(learner: Visitor, second: float) -> None:
    learner.waits_until(f"Math.abs({FILM}.currentTime - {second}) < 0.1 && !{FILM}.seeking")


def _sets_the_speed(learner: Visitor) -> None:
    _control(learner, "Speed").click()
    expect(_control(learner, "Speed")).to_have_text("1.25×")
    learner.page.keyboard.press(">")
    expect(_control(learner, "Speed")).to_have_text("1.5×")
    assert learner.page.evaluate(f"{FILM}.playbackRate") == 1.5
    learner.page.reload()
    play(learner)
    learner.waits_until(f"document.querySelector('lesson-video').hls && {FILM}.currentTime > 0.3")
    assert learner.page.evaluate(f"{FILM}.playbackRate") == 1.5
    learner.page.keyboard.press("k")
    for _step in ("1.25", "1", "0.75"):
        learner.page.keyboard.press("<")
    expect(_control(learner, "Speed")).to_have_text("0.75×")


def _jumps_by_chapter(learner: Visitor) -> None:
    chapters = _control(learner, "Chapters")
    assert chapters.locator("option").all_inner_texts() == ["0:00 Why", "0:03 Afterwards"]
    for label, second, title in (
        ("0:03 Afterwards", 3, "Afterwards"),
        ("0:00 Why", 0, "Why"),
        ("0:03 Afterwards", 3, "Afterwards"),
    ):
        chapters.select_option(label=label)
        _is_at(learner, second)
        expect(learner.page.locator("[data-part=chapter]")).to_have_text(title)
    expect(learner.page.locator(".video-cap")).to_have_text("is a question")


def _turns_captions_off_and_on(learner: Visitor) -> None:
    words = learner.page.locator(".video-cap")
    expect(words).to_be_visible()
    _control(learner, "Captions").select_option(label="Off")
    expect(words).to_be_hidden()
    _control(learner, "Speed").focus()  # a key pressed in a list is the list's
    learner.page.keyboard.press("c")
    expect(words).to_be_visible()
    expect(_control(learner, "Captions")).to_have_value("en")


def _finds_what_was_said(learner: Visitor) -> None:
    learner.page.get_by_text("Transcript").click()
    lines = learner.page.locator("film-transcript li:visible")
    expect(lines).to_have_count(2)
    learner.page.get_by_label("Search the transcript").fill("QUESTION")
    expect(lines).to_have_count(1)
    lines.get_by_role("button").click()
    _is_at(learner, 2)
    expect(learner.page.locator(".video-cap")).to_have_text("is a question")
    expect(lines.get_by_role("button")).to_have_attribute("aria-current", "")
    learner.page.get_by_label("Search the transcript").fill("nowhere")
    learner.sees("Nobody says that in this film.")


def _sees_stills_over_the_bar(learner: Visitor) -> None:
    bar, still = _control(learner, "Seek"), learner.page.locator(".scrub-thumb")
    expect(still).to_be_hidden()
    box = bar.bounding_box()
    place = {"x": box["width"] * 0.7, "y": box["height"] / 2}
    bar.hover(position=place)
    expect(still).to_be_visible()
    expect(still).to_have_text("0:03 · Afterwards")
    drawn = still.locator("i").evaluate("still => still.style.backgroundImage")
    address = re.fullmatch(r'url\("(.+/storyboard\.jpg)"\)', drawn)
    assert address and learner.page.evaluate(_DRAWN, address[1]) >= 160, drawn
    early = still.locator("i").evaluate("still => still.style.backgroundPosition")
    bar.hover(position=place | {"x": box["width"] * 0.1})
    expect(still).to_have_text("0:00 · Why")
    assert still.locator("i").evaluate("still => still.style.backgroundPosition") != early
    bar.click(position=place)
    learner.waits_until(f"{FILM}.currentTime >= 3 && {FILM}.currentTime < 4.1 && !{FILM}.seeking")
    learner.page.mouse.move(0, 0)
    expect(still).to_be_hidden()


def _looks_from_another_camera(learner: Visitor) -> None:
    """Resting, it rests at the same second; playing, it goes on from there."""
    at = _second(learner)
    _control(learner, "Camera").select_option(label="From the left")
    learner.waits_until(f"document.querySelector('lesson-video').hls && {_WHOLE.format(width=480)}")
    _is_at(learner, at)
    learner.page.wait_for_timeout(500)
    assert learner.page.evaluate(f"{FILM}.paused"), "It rested, and plays from another camera."
    _control(learner, "Chapters").select_option(label="0:00 Why")
    _is_at(learner, 0)
    _control(learner, "Play or pause").click()
    learner.waits_until(f"{FILM}.currentTime > 1")
    learner.page.evaluate(f"{FILM}.addEventListener('playing', () => {{ window.wentOn = {FILM}.currentTime; }})")
    at = _second(learner)
    _control(learner, "Camera").select_option(label="Main")
    learner.waits_until(f"window.wentOn !== undefined && {_WHOLE.format(width=640)}")
    went_on = learner.page.evaluate("window.wentOn")
    assert -0.3 < went_on - at < 2, (at, went_on)
    assert learner.page.evaluate(f"{FILM}.playbackRate") == 0.75
    _control(learner, "Play or pause").click()
    learner.waits_until(f"{FILM}.paused")


def _takes_it_into_a_window(learner: Visitor) -> None:
    window = _control(learner, "Picture in picture")
    expect(window).to_have_attribute("aria-pressed", "false")
    window.click()
    expect(window).to_have_attribute("aria-pressed", "true")
    assert learner.page.evaluate(f"document.pictureInPictureElement === {FILM}")
    window.click()
    expect(window).to_have_attribute("aria-pressed", "false")
    assert learner.page.evaluate("document.pictureInPictureElement") is None
