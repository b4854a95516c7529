"""Somebody recommends the school: a visitor comes by their link and buys, and the money goes back again."""

from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy

COURSE = "the-second-number"


def open_programme(maren: Visitor) -> None:
    """Anybody may join at once, for 30 %."""
    maren.sign_in("maren@okafor.example")
    maren.go("/studio/affiliates/programme/")
    maren.page.get_by_label("Anybody").check()
    maren.page.get_by_label("Whoever asks is in").check()
    maren.fill(Share_of_each_sale="30", Days_until_it_can_be_paid_out="30")
    look_at(maren, "studio, affiliate programme")
    maren.click("Save")
    maren.sees("Saved. It holds from now on.")


def join(sofia: Visitor) -> str:
    """Sofia's link to the course."""
    sofia.go("/affiliates/")
    sofia.look("affiliate programme")
    sofia.sees("of each sale")
    sofia.page.get_by_label("I agree to the terms").check()
    sofia.click("Join")
    sofia.page.wait_for_url("**/account/affiliate/")
    sofia.look("affiliate desk, new")
    sofia.follow("Links to each offer")
    sofia.look("affiliate links")
    return str(sofia.page.locator("code", has_text=f"/{COURSE}/?via=").first.inner_text())


def test_a_recommendation_earns_and_a_refund_takes_it_back(visit, post: PostOffice) -> None:
    maren, sofia, reader = visit(), visit(), visit()
    open_programme(maren)
    sofia.sign_in("sofia@example.com")
    link = join(sofia)

    reader.page.goto(link)
    assert "via=" not in reader.page.url
    buy(reader, COURSE, email="priya@example.com", name="Priya Nair")

    letter = post.letter("sofia@example.com", "You earned")
    assert "priya" not in str(letter).lower()
    sofia.go("/account/affiliate/")
    sofia.look("affiliate desk, a pending sale")
    sofia.sees("Pending until", "$147.00")

    maren.go("/studio/affiliates/")
    look_at(maren, "studio, affiliates")
    maren.follow("Sofia Brandt")
    look_at(maren, "studio, affiliate")
    maren.page.locator("table a[href*='/studio/orders/']").first.click()
    maren.page.locator("main a[href*=refund]").click()
    maren.fill(Reason="Bought by mistake.")
    maren.click("Send it back")
    expect(maren.page.get_by_text("Refunded").first).to_be_visible()
    post.letter("priya@example.com", "refund")

    sofia.go("/account/affiliate/")
    sofia.look("affiliate desk, a sale reversed")
    expect(sofia.page.locator("table")).to_contain_text("Reversed")
    expect(sofia.page.locator("table")).to_contain_text("$0.00")
