"""Few seats: sold out, a line to wait in, a seat that frees itself; and what is sold before its day."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.shop import Shop
from tests.journeys.stage.look import DESKTOP, PHONE
from tests.journeys.stage.post import PostOffice, link_in, text_of
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy, fill_card
from tests.journeys.tills import walk_in

SCOPING = "Scoping Without Fear"


def test_who_waits_in_line_gets_the_seat_that_frees_itself(visit, shop: Shop, post: PostOffice) -> None:
    offer = shop.sell("The small table", "50.00", SCOPING, How_many_there_are="1")
    buy(visit(), offer, email="first@example.com", name="Fia Holt")

    wim: Visitor = visit()
    wim.page.set_viewport_size(PHONE)
    wim.go(f"/checkout/{offer}/")
    wim.sees("The small table is sold out")
    wim.look("checkout, sold out")
    with wim.expecting(422):
        wim.click("Get in line")
        wim.sees("Type your email, so we can tell you.")
    wim.fill(Email="wim.waits@example.com")
    wim.click("Get in line")
    wim.sees("You are in line.")
    wim.look("checkout, in line")

    maren = shop.owner
    shop.open("The small table", "Waiting list")
    maren.sees("wim.waits@example.com", "Waiting")
    look_at(maren, "studio, waiting list")
    refund(maren, "Fia Holt")
    letter = post.letter("wim.waits@example.com", "A place in The small table is yours until tomorrow")
    post.letter("first@example.com", "refund")

    # nobody else can have the seat meanwhile
    other: Visitor = visit()
    other.go(f"/checkout/{offer}/")
    other.sees("The small table is sold out")
    wim.go(link_in(letter, f"/checkout/{offer}/"))
    wim.sees("A place is held for you until")
    wim.look("checkout, a place from the line")
    expect(wim.page.get_by_label("Email")).to_have_value("wim.waits@example.com")
    wim.fill(Full_name="Wim Dekker")
    fill_card(wim)
    wim.click("Pay $50")
    wim.page.wait_for_url("**/orders/**")
    walk_in(wim)
    shop.open("The small table", "Waiting list")
    maren.sees("Bought")


def refund(maren: Visitor, name: str) -> None:
    maren.go("/studio/orders/")
    maren.page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    maren.page.locator("main a[href*=refund]").click()
    maren.fill(Reason="Cannot come.")
    maren.click("Send it back")
    maren.sees("on its way back")


def test_a_pre_order_is_paid_today_and_opens_on_its_day(visit, shop: Shop, post: PostOffice) -> None:
    day = datetime.now(UTC) + timedelta(days=20)
    offer = shop.sell("The spring course", "70.00", SCOPING, Given_on=f"{day:%Y-%m-%dT09:00}")
    said = f"{day.day} {day:%B %Y}"

    pär: Visitor = visit()
    pär.page.set_viewport_size(PHONE)
    pär.go(f"/checkout/{offer}/")
    pär.page.locator("summary", has_text="Order summary").click()
    pär.sees(f"Pre-order: yours on {said}")
    pär.look("checkout, a pre-order")
    pär.page.set_viewport_size(DESKTOP)
    pär.sees("Order ahead for $70", "You pay $70 once. Nothing renews.", f"It opens for you on {day.day} {day:%B}.")
    pär.fill(Email="par@example.com", Full_name="Pär Lund")
    fill_card(pär)
    pär.click("Order ahead")
    pär.page.wait_for_url("**/orders/**")
    pär.sees(f"It is yours on {said}.")
    pär.look("receipt, a pre-order")
    assert said in text_of(post.letter("par@example.com", "receipt"))
    pär.page.locator("form[action*=continuation] button").click()
    pär.page.wait_for_url("**/account/**")
    pär.sees("The spring course")
    pär.go("/learn/")
    assert SCOPING not in pär.page.inner_text("main")

    maren = shop.owner
    maren.go("/studio/people/?q=par@example.com")
    maren.page.get_by_role("link", name="Pär Lund").first.click()
    maren.sees("Ordered ahead", f"opens on {day.day} {day:%b %Y}")
    look_at(maren, "studio, a person who ordered ahead")
    maren.go("/studio/orders/?q=par@example.com")
    maren.page.get_by_role("link", name=re.compile("#")).first.click()
    maren.sees(f"pre-order, yours on {said}")
    expect(maren.page.locator("section[aria-labelledby=payments]")).to_contain_text("$70.00")
