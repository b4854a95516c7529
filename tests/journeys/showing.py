"""A work that is handed in, looked at and shown: from the first try to a portfolio that somebody reports."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.pointing import picture_in
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import open_lesson
from tests.tenant_apps.assessments.assigned import picture

COURSE, WORK = "Showing a map", "/learn/showing-a-map/draw-a-bay/"


def ask_for_a_picture(maren: Visitor) -> None:
    """Pictures and words, for ten points."""
    open_lesson(maren, COURSE, "Draw a bay")
    maren.follow("Edit the assignment")
    maren.page.get_by_label("Points", exact=True).fill("10")
    with maren.page.expect_navigation():
        maren.page.get_by_role("button", name="Save", exact=True).click()


def switch_portfolios(maren: Visitor, *, on: bool) -> bool:
    """Say whether learners have them; whether they had them before."""
    maren.go("/studio/portfolios/")
    switch = maren.page.get_by_label("Learners may show their works")
    was_on = switch.is_checked()
    switch.set_checked(on)
    maren.page.get_by_role("button", name="Save", exact=True).click()
    maren.sees("Saved.")
    return was_on


def hand_in(anton: Visitor, file: Path, colour: str, button: str) -> None:
    """A picture of one colour, in pieces, and a word about it."""
    file.write_bytes(picture(colour, size=(900, 600)).read())
    anton.go(WORK)
    anton.page.set_input_files("#work-file", file)
    expect(anton.page.locator(".works li")).to_have_count(1)
    anton.page.get_by_label("A word about it").fill("Ink, and an hour.")
    anton.sees("Draft kept.")
    anton.click(button)
    anton.sees("It waits to be looked at.")


def _open_work(maren: Visitor) -> None:
    maren.go("/studio/submissions/")
    row = maren.page.locator("tr", has_text="Draw a bay").filter(has_text="Anton Reuss")
    row.get_by_role("link").first.click()


def return_it(maren: Visitor) -> None:
    """Ask for another try."""
    _open_work(maren)
    maren.page.get_by_label("Words to the learner").fill("Where is the shore?")
    maren.click("Return for another try")
    maren.sees("Returned for another try. The learner gets an email.")


def compare_and_pass(maren: Visitor) -> None:
    """See it beside the first try, and pass it."""
    _open_work(maren)
    maren.follow("Side by side")
    expect(maren.page.locator(".works-beside img")).to_have_count(2)
    maren.sees("Anton Reuss, try 1")
    look_at(maren, "studio, two works side by side")
    maren.follow("Close")
    expect(maren.page.locator(".works-beside")).to_have_count(0)
    maren.fill(Points="9")
    maren.page.get_by_role("button", name="Pass", exact=True).click()
    maren.sees("Passed. The learner gets an email.")


def put_into_the_portfolio(anton: Visitor) -> None:
    """The latest try, with a title and words, for everybody to see."""
    page = anton.page
    anton.go(WORK)
    anton.follow("Show it in your portfolio")
    anton.look("portfolio of one's own, empty")
    anton.click("Show it Draw a bay")
    words = page.locator(".piece-mine form")
    words.get_by_label("Title").fill("A bay at low water")
    words.get_by_label("Your words about it").fill("My second try.")
    words.get_by_label("Show what I wrote for it, too").check()
    with page.expect_navigation():
        words.get_by_role("button", name="Save").click()
    page.locator("#id_title").fill("Maps by Anton")
    page.get_by_label("About you").fill("I draw coasts.")
    page.get_by_label("Who may see it").select_option("public")
    with page.expect_navigation():
        page.locator(".portfolio-form").get_by_role("button", name="Save").click()
    anton.look("portfolio of one's own")


def see_and_report(stranger: Visitor) -> Visitor:
    """Find it as nobody in particular, and say that something is wrong; that visitor."""
    stranger.go("/portfolios/")
    stranger.look("portfolios")
    stranger.follow("Maps by Anton")
    stranger.sees("A bay at low water", "My second try.", "Ink, and an hour.", "I draw coasts.")
    picture_in(stranger, ".piece-picture")
    shown = stranger.page.inner_text("main")
    assert not [word for word in ("90", "shore", "second.png") if word in shown]
    stranger.look("portfolio")
    stranger.follow("Report A bay at low water")
    stranger.look("report of a work")
    stranger.fill(What_is_wrong_with_it="I drew this.")
    stranger.click("Send the report")
    stranger.sees("Thank you. The team looks at it.")
    return stranger


def hide_and_let_be_seen(maren: Visitor, anton: Visitor, stranger: Visitor) -> None:
    """The team hides the piece, its maker reads why, and it comes back."""
    maren.go("/studio/portfolios/")
    maren.sees("I drew this.")
    look_at(maren, "studio, portfolios")
    maren.follow("A bay at low water, Anton Reuss")
    look_at(maren, "studio, a portfolio that was reported")
    maren.page.get_by_label("Why it is hidden").fill("We ask who drew it.")
    maren.click("Hide it")
    maren.sees("Hidden. Its maker reads why.")
    stranger.page.reload()
    expect(stranger.page.get_by_text("Nothing is shown here yet.")).to_be_visible()
    anton.go("/portfolios/mine/")
    anton.sees("The team has hidden this: We ask who drew it.")
    anton.look("portfolio of one's own, with a work that is hidden")
    maren.click("Let it be seen")
    maren.sees("It can be seen.")
    stranger.page.reload()
    stranger.sees("A bay at low water")
