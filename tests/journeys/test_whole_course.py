"""A course from a folder of files to a certificate: built, released, sold, walked by two people at different dates."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys import finishing, making
from tests.journeys.offering import archive
from tests.journeys.stage.post import PostOffice, text_of
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy
from tests.tenant_apps.assessments.assigned import picture

OWNER, LAYLA, TOMAS = "maren@okafor.example", "layla@example.com", "tomas@example.com"
COURSE = "/learn/light-on-paper/"
WORK, QUIZ = f"{COURSE}paint-a-jug/", f"{COURSE}what-stays/"
LESSONS = ("where-to-stand", "a-wren", "the-list", "the-walk")
RULED = ("Paint a jug", "What stays")


def test_a_course_from_a_folder_of_files_to_a_certificate(visit, site: Site, post: PostOffice, tmp_path: Path) -> None:
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    with site.encoding():
        making.build(maren, tmp_path)
    making.release_by_completion_and_cohort(maren)
    making.sell_to_a_cohort(maren)
    try:
        tomas = _bought(visit, "Tomas Berg", TOMAS)
        site.calendar.let_pass(8, email=TOMAS)
        _write_to_whom_is_at_risk(maren, post)
        layla = _bought(visit, "ليلى حداد", LAYLA)
        _walk(layla, LESSONS[:1])
        finishing.finish_without_a_line(layla, f"{COURSE}{LESSONS[1]}/", done="2 of 6")
        _walk(layla, LESSONS[2:])
        _is_told_why_and_until_when_it_waits(maren, layla)
        site.calendar.let_pass(2, email=LAYLA)
        _opens_as_it_was_simulated(maren, layla, tomas)
        site.calendar.let_pass(2, email=LAYLA)
        _walk(tomas, LESSONS)
        for learner, colour in ((layla, "#7a1f3d"), (tomas, "#0f4d3f")):
            _hand_in(learner, tmp_path / f"{colour[1:]}.png", colour)
        _are_open(maren, "Tomas Berg")
        site.calendar.look()
        _pin_and_pass(maren, "ليلى حداد")
        _reads_the_pin_and_reviews_a_peer(layla)
        _passes_the_quiz_after_a_reload(layla)
        _holds_a_certificate(layla, visit(), post)
    finally:
        archive(maren, making.TITLE)


def _bought(visit, name: str, email: str) -> Visitor:
    learner: Visitor = visit()
    buy(learner, "light-on-paper", email=email, name=name)
    learner.page.locator("form[action*=continuation] button").click()
    learner.page.wait_for_url("**/learn/**")
    return learner


def _write_to_whom_is_at_risk(maren: Visitor, post: PostOffice) -> None:
    making.open_course(maren)
    maren.follow("Analytics")
    maren.page.get_by_role("link", name="At risk").click()
    maren.reloads_until("Tomas Berg")
    look_at(maren, "studio, at risk")
    maren.page.locator(".risks .acts button", has_text="Write").first.click()
    maren.fill(Subject="Is something in the way, {first_name}?", Text="Answer me: I read it myself.")
    look_at(maren, "studio, a word to a learner at risk")
    maren.page.get_by_role("button", name="Send to").click()
    maren.sees("Written to 1 learner.")
    letter = post.letter(TOMAS, "Is something in the way, Tomas?")
    assert "I read it myself." in text_of(letter)


def _walk(learner: Visitor, lessons: tuple[str, ...]) -> None:
    for lesson in lessons:
        learner.go(f"{COURSE}{lesson}/")
        if lesson == "the-list":
            expect(learner.page.get_by_role("img", name=re.compile(r"^Page \d of 2$"))).to_have_count(2)
            assert learner.page.get_by_role("img", name="Page 1 of 2").evaluate(
                "page => page.decode().then(() => page.naturalHeight > 0)"
            )
        learner.look(f"lesson of a folder, {lesson}")
        with learner.page.expect_navigation():
            learner.page.get_by_role("button", name=re.compile("Done, next lesson|Mark as done")).click()


def _is_told_why_and_until_when_it_waits(maren: Visitor, layla: Visitor) -> None:
    twelfth = date.today() + timedelta(days=3)  # of a cohort that began eight days ago
    said = f"{twelfth:%a} {twelfth.day} {twelfth:%b}, 09:00"
    with layla.expecting(403):
        layla.go(WORK)
        layla.sees(re.compile(f"This lesson opens.*{said}"))
    for waits in _why(maren, "ليلى حداد"):
        expect(waits.get_by_text(f"Opens {said}.")).to_be_visible()
        expect(waits.locator(".rule-line").filter(has_text="“Begin”").get_by_role("img", name="Yes")).to_be_visible()
        expect(waits.locator(".rule-line").filter(has_text="cohort").get_by_role("img", name="Not yet")).to_be_visible()
    look_at(maren, "studio, why a lesson waits")


def _opens_as_it_was_simulated(maren: Visitor, layla: Visitor, tomas: Visitor) -> None:
    with layla.expecting(403):  # the day before, as it was said
        layla.go(WORK)
        layla.sees("This lesson opens")
    making.look_what_a_rule_changes(maren, cohort_day="8")
    maren.sees(re.compile(r"1 of \d+ learners is touched\."))  # members of other journeys have every course
    expect(maren.page.locator(".kpi", has_text="Opens at once")).to_contain_text("2")
    look_at(maren, "studio, what a rule changes")
    making.save_rule(maren)
    for path in (WORK, QUIZ):
        with layla.expecting(403):  # it opens a moment after the rule
            layla.go(path)
            layla.reloads_until("Hand in" if path == WORK else "You have 20 minutes")
    _are_open(maren, "ليلى حداد")
    with tomas.expecting(403):
        for path in (WORK, QUIZ):
            tomas.go(path)
            tomas.sees("This lesson is not open yet.")
    for waits in _why(maren, "Tomas Berg"):
        expect(waits.get_by_text("Nobody can know yet when it opens")).to_be_visible()
        expect(waits.locator(".rule-line").filter(has_text="cohort").get_by_role("img", name="Yes")).to_be_visible()
        expect(
            waits.locator(".rule-line").filter(has_text="“Begin”").get_by_role("img", name="Not yet")
        ).to_be_visible()


def _are_open(maren: Visitor, learner: str) -> None:
    for found in _why(maren, learner):  # in a module that is folded, since nothing in it waits
        expect(found.locator(".badge")).to_have_text("Open")
        expect(found).to_contain_text("Open since")
        expect(found.locator(".rule-line [aria-label='Yes']")).to_have_count(3)  # both, and so all of these
        expect(found.locator(".rule-line [aria-label='Not yet']")).to_have_count(0)


def _why(maren: Visitor, learner: str) -> list[Locator]:
    """What is said of the assignment and of the quiz."""
    making.open_course(maren)
    maren.follow("Learners")
    maren.follow(learner)
    return [maren.page.locator(f"article[aria-label='{lesson}']") for lesson in RULED]


def _hand_in(learner: Visitor, file: Path, colour: str) -> None:
    file.write_bytes(picture(colour, size=(900, 600)).read())
    with learner.expecting(403):  # it opens a moment after what it waits for
        learner.go(WORK)
        learner.reloads_until("Hand in")
    learner.page.set_input_files("#work-file", file)
    expect(learner.page.locator(".works li")).to_have_count(1)
    learner.click("Hand in")
    learner.sees("It waits to be looked at.")


def _pin_and_pass(maren: Visitor, name: str) -> None:
    maren.go("/studio/submissions/")
    maren.page.locator("tr", has_text="Paint a jug").filter(has_text=name).get_by_role("link").first.click()
    maren.page.locator(".pinned-in").click(position={"x": 60, "y": 40})
    maren.page.get_by_label("Remark").fill("Softer here.")
    maren.click("Put the pin")
    expect(maren.page.locator(".pin-list li")).to_have_count(1)
    maren.page.get_by_label("Strong").check()
    maren.page.get_by_label("Words to the learner").fill("One light, well seen.")
    maren.page.get_by_role("button", name="Pass", exact=True).click()
    maren.sees("Passed. The learner gets an email.")


def _reads_the_pin_and_reviews_a_peer(layla: Visitor) -> None:
    layla.go(WORK)
    layla.reloads_until("Works for you to review", "Passed", "Softer here.")
    layla.follow("Work 1")
    assert "Tomas" not in layla.page.inner_text("main")
    layla.look("review of a peer")
    layla.page.get_by_label("Weak").check()
    layla.fill(What_works="The edge is clear. Try one light.")
    layla.click("Send the review")
    layla.sees("Reviewed")


def _passes_the_quiz_after_a_reload(layla: Visitor) -> None:
    layla.go(QUIZ)
    layla.sees("You have 20 minutes")
    layla.click("Start the quiz")
    expect(layla.page.locator("time-left")).to_contain_text("19:")
    layla.page.reload()
    expect(layla.page.locator("time-left")).to_contain_text(re.compile("19:|18:"))
    layla.page.get_by_label("True").check()
    layla.click("Check the answer")
    layla.follow("See the result")
    expect(layla.page.get_by_role("heading", level=1)).to_have_text("Passed.")


def _holds_a_certificate(layla: Visitor, stranger: Visitor, post: PostOffice) -> None:
    post.letter(LAYLA, "certificate")
    layla.go(COURSE)
    layla.page.get_by_role("link", name="View").click()
    layla.page.wait_for_url("**/certificates/*/")
    layla.look("certificate with an Arabic name")
    pdf = layla.download(lambda: layla.follow("Download the PDF"))
    address = finishing.read_certificate(pdf, "ليلى حداد")
    assert address == finishing.read_code(layla.page)
    stranger.go(address)
    stranger.sees("Genuine.", "ليلى حداد", making.TITLE)
