"""At Rahul's, where the platform collects: a gift, seats for a team, and a recommendation whose money goes back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from psycopg import sql

from provisioning.bootstrap import administrator
from tests.journeys.shop import Shop
from tests.journeys.stage.calendar import schema_of
from tests.journeys.stage.post import PostOffice, link_in, pdf_in
from tests.journeys.stage.visitor import Visitor
from tests.journeys.statements import in_pdf
from tests.journeys.steps import buy, fill_card, finds_it_closed, finds_it_open
from tests.journeys.tills import walk_in

COURSE, LESSON = "Paid on time", "The three reminders"
LEARN = "/learn/paid-on-time/"


@pytest.fixture
def shop(visit, rahuls_book: None) -> Iterator[Shop]:
    """Rahul's, for one journey."""
    opened = Shop(visit("rahul").sign_in("rahul@rahul.example", then="/studio/"))
    yield opened
    opened.close()


def kept(rahul: Visitor, amount: str) -> None:
    """The platform has its 18 % of a sale."""
    rahul.go("/studio/money/?account=platform_fee")
    rahul.reloads_until(amount)


def refund(rahul: Visitor, name: str) -> None:
    """All of the newest order of somebody."""
    rahul.go("/studio/orders/")
    rahul.page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    rahul.page.locator("main a[href*=refund]").click()
    rahul.fill(Reason="Asked for it.")
    rahul.click("Send it back")
    rahul.sees("on its way back")


def test_a_gift_is_opened_and_taken_back_when_its_money_is(visit, shop: Shop, post: PostOffice) -> None:
    offer = shop.sell("For a friend", "41.00", COURSE, May_be_bought_as_a_gift=True)
    bo: Visitor = visit("rahul")
    bo.go(f"/checkout/{offer}/")
    bo.fill(Email="bo.gives@example.com", Full_name="Bo Lind")
    bo.page.get_by_label("Buy as a gift").check()
    bo.fill(Who_is_it_for="Tuva Lind", Their_email="tuva.lind@example.com", A_few_words="For your first invoice.")
    fill_card(bo)
    bo.click("Pay $41")
    bo.sees("Your gift for Tuva Lind is ready.")
    kept(shop.owner, "$7.38")

    tuva: Visitor = visit("rahul")
    gift = link_in(post.letter("tuva.lind@example.com", "has a gift for you"), "/gifts/")
    tuva.go(gift)
    tuva.click("Open your gift")
    tuva.sees("It is yours")
    finds_it_open(tuva, LEARN, LESSON)

    refund(shop.owner, "Bo Lind")
    finds_it_closed(tuva, LEARN, LESSON)
    tuva.go(gift)
    tuva.reloads_until("This gift was taken back")


def test_a_team_pays_for_its_seats_and_takes_them(visit, shop: Shop, post: PostOffice) -> None:
    offer = shop.sell("For the office", "10.00", COURSE, Least_seats="2", Most_seats="20")
    ea: Visitor = visit("rahul")
    ea.go(f"/checkout/{offer}/")
    ea.fill(Email="ea.office@example.com", Full_name="Ea Dam")
    ea.page.get_by_label("Seats").fill("3")
    ea.page.get_by_label("Seats").press("Tab")
    ea.sees("3 seats")
    fill_card(ea)
    ea.click("Pay $30")
    ea.click("Invite your team")
    ea.page.wait_for_url("**/account/teams/**")
    kept(shop.owner, "$5.40")
    ea.page.get_by_label("Email addresses").fill("Jon <jon.office@example.com>")
    ea.page.get_by_role("button", name="Invite", exact=True).click()
    ea.sees("1 person is invited.")

    jon: Visitor = visit("rahul")
    jon.go(link_in(post.letter("jon.office@example.com", "has a seat for you"), "/teams/seat/"))
    jon.click("Take your seat")
    jon.sees("You have a seat")
    finds_it_open(jon, LEARN, LESSON)
    ea.go(ea.page.url.removesuffix("members/"))
    ea.sees("1 of 3 seats taken")


@pytest.fixture
def invoicing(shop: Shop) -> Iterator[None]:
    """Rahul says where he is, so that buyers get invoices; at the end they get receipts again."""
    shop.owner.go("/studio/invoices/")
    shop.owner.fill(Legal_name="Rahul Menon", Address="Havnegade 4\n1058 København K")
    shop.owner.page.locator("section[aria-labelledby=who]").get_by_label("Country").select_option("DK")
    shop.owner.click("Save")
    shop.owner.sees("Saved.")
    yield
    # what every invoice says may not be taken away in the Studio
    with administrator(shop.owner.site.calendar.database) as admin:
        place = sql.Identifier(schema_of(admin, "rahul"))
        admin.execute(sql.SQL("UPDATE {}.orders_seller SET country = ''").format(place))
        admin.execute(sql.SQL("UPDATE {}.themes_brand SET legal_name = '', postal_address = ''").format(place))


def recommend(visit, rahul: Visitor) -> tuple[Visitor, str]:
    """Somebody who bought joins the programme for 30 %; their link to the course."""
    rahul.go("/studio/affiliates/programme/")
    rahul.page.get_by_label("Anybody").check()
    rahul.page.get_by_label("Whoever asks is in").check()
    rahul.fill(Share_of_each_sale="30", Days_until_it_can_be_paid_out="30")
    rahul.click("Save")
    rahul.sees("Saved. It holds from now on.")
    vibe: Visitor = visit("rahul")
    buy(vibe, "excel", email="vibe.tells@example.com", name="Vibe Krogh")
    walk_in(vibe)
    vibe.go("/affiliates/")
    vibe.page.get_by_label("I agree to the terms").check()
    vibe.click("Join")
    vibe.page.wait_for_url("**/account/affiliate/")
    vibe.follow("Links to each offer")
    return vibe, str(vibe.page.locator("code", has_text="/paid-on-time/?via=").first.inner_text())


@pytest.mark.usefixtures("invoicing")
def test_a_recommendation_earns_until_its_money_goes_back(visit, shop: Shop, post: PostOffice) -> None:
    offer = shop.sell("The shelf", "50.00", COURSE)
    vibe, link = recommend(visit, shop.owner)
    reader: Visitor = visit("rahul")
    reader.go(link)
    buy(reader, offer, email="ida.reads@example.com", name="Ida Ravn")
    walk_in(reader)
    post.letter("vibe.tells@example.com", "You earned")
    vibe.go("/account/affiliate/")
    vibe.sees("Pending until", "$15.00")
    kept(shop.owner, "$9.00")

    refund(shop.owner, "Ida Ravn")
    note = in_pdf(pdf_in(post.letter("ida.reads@example.com", "refund")))
    assert all(words in note for words in ("Credit note", "CN-", "INV-", "$50.00", "Ida Ravn")), note
    finds_it_closed(reader, LEARN, LESSON)
    vibe.go("/account/affiliate/")
    vibe.reloads_until("Reversed", "$0.00")
    expect(vibe.page.locator("table")).to_contain_text("$0.00")
