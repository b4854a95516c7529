"""A card that is kept: used again with one click, taken away, replaced by a link; and who left, asked back."""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.journeys.offering import archive, offer_everything
from tests.journeys.shop import Shop
from tests.journeys.stage.look import PHONE
from tests.journeys.stage.post import PostOffice, link_in, text_of
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy, fill_card, finds_it_closed, finds_it_open
from tests.journeys.tills import walk_in

SCOPING, SECOND = "Scoping Without Fear", "The Second Number"
FAILS_LATER = "4000 0000 0000 0341"
_NUMBERS = count(1)
COURSE, LESSON = "/learn/the-second-number/", "Why the first number is a question"


def sign_up(visitor: Visitor, post: PostOffice, *, email: str, name: str) -> None:
    """A card is kept for who is signed in."""
    visitor.go("/accounts/signup/")
    visitor.fill(Name=name, Email=email, Password="a long walk by the sea")
    visitor.click("Create account")
    visitor.page.wait_for_url("**/confirm-email/")
    visitor.go(link_in(post.letter(email, ""), "/accounts/confirm-email/"))
    visitor.click("Yes, that is mine")
    visitor.page.wait_for_url("**/learn/")


def test_a_kept_card_pays_again_with_one_click_and_is_taken_away(visit, shop: Shop, post: PostOffice) -> None:
    offer = shop.sell("The first hour", "30.00", SCOPING)
    shop.offer_beside("The first hour", SECOND, "After the purchase", "50", "All of it, at half the price.")
    kai: Visitor = visit()
    sign_up(kai, post, email="kai@example.com", name="Kai Solberg")
    kai.page.set_viewport_size(PHONE)
    kai.go(f"/checkout/{offer}/")
    kai.fill(Full_name="Kai Solberg")
    fill_card(kai)
    kai.page.get_by_label("Keep this card for next time").check()
    kai.click("Pay $30")
    kai.page.wait_for_url("**/extra/**")
    kai.look("an upsell with a kept card")
    kai.page.set_viewport_size(PHONE)
    kai.click("Add it: $245, Visa ending 4242")
    kai.page.wait_for_url("**/orders/**")
    kai.sees("Paid with Visa ending 4242", "$245.00")
    post.letter("kai@example.com", "Your receipt for The Second Number")

    again = shop.sell("Everything at once", "80.00", SCOPING, SECOND, Least_seats="1", Most_seats="5")
    kai.go(f"/checkout/{again}/")
    expect(kai.page.get_by_role("radio", name="Visa ending 4242")).to_be_checked()
    kai.look("checkout, a kept card")
    kai.click("Pay $80")
    kai.page.wait_for_url("**/orders/**")
    kai.go("/account/")
    kai.look("account, a kept card")
    kai.click("Remove Visa ending 4242")
    expect(kai.page.get_by_role("button", name="Remove Visa ending 4242")).to_have_count(0)
    kai.go(f"/checkout/{again}/")
    expect(kai.page.get_by_label("Card number")).to_be_visible()
    expect(kai.page.get_by_role("radio", name="Visa ending 4242")).to_have_count(0)


@pytest.fixture
def club(visit) -> Iterator[tuple[Visitor, str]]:
    """A subscription of this file's own."""
    maren: Visitor = visit().sign_in("maren@okafor.example", then="/studio/")
    title = f"The Reading Club {next(_NUMBERS)}"
    yield maren, offer_everything(maren, title, "Subscription", "19.00")
    archive(maren, title)


def active(visitor: Visitor) -> None:
    """On the page of the subscription, which has begun."""
    visitor.go("/account/")
    visitor.reloads_until("The Reading Club")
    visitor.follow("The Reading Club")
    visitor.reloads_until("Active")


@pytest.mark.usefixtures("okafors_book")
def test_a_card_that_fails_at_the_renewal_is_replaced_by_link(visit, club, post: PostOffice) -> None:
    maren, offer = club
    ulla: Visitor = visit()
    ulla.go(f"/checkout/{offer}/")
    ulla.fill(Email="ulla@example.com", Full_name="Ulla Brandt")
    fill_card(ulla, FAILS_LATER)
    ulla.click("Pay")
    ulla.page.wait_for_url("**/orders/**")
    walk_in(ulla)
    active(ulla)
    calendar = maren.site.calendar
    # longer than any month with a change of the clocks: before its period begins a renewal that fails is let go
    calendar.let_pass(33, email="ulla@example.com")
    letter = post.letter("ulla@example.com", "We could not take your payment")
    assert "Everything stays open until then." in text_of(letter)
    # nobody pays: three more tries, then it closes
    for number in range(2, 6):
        calendar.let_pass(4, email="ulla@example.com")
        post.letter("ulla@example.com", "We could not take your payment", number=number)
    calendar.let_pass(8, email="ulla@example.com")
    closed = post.letter("ulla@example.com", " is closed")
    finds_it_closed(ulla, COURSE, LESSON)

    phone: Visitor = visit()
    phone.page.set_viewport_size(PHONE)
    phone.go(link_in(closed, "/card/"))
    phone.sees("Pay for The Reading Club ", "$19 is overdue and is charged now.")
    phone.look("card link, overdue")
    fill_card(phone, "4000 0000 0000 0002")
    with phone.expecting(402):
        phone.click("Pay $19")
        phone.sees("The bank declined this card.")
    fill_card(phone)
    phone.click("Pay $19")
    phone.sees("Paid. Thank you.")
    phone.look("card link, paid")
    finds_it_open(ulla, COURSE, LESSON)
    maren.go("/studio/subscriptions/?q=ulla@example.com")
    maren.page.get_by_role("row").filter(has_text="Ulla").get_by_role("link").first.click()
    look_at(maren, "studio, a subscription that came back")


@pytest.mark.usefixtures("okafors_book")
def test_who_cancelled_is_asked_back_once(visit, club, post: PostOffice) -> None:
    maren, offer = club
    vida: Visitor = visit(color_scheme="dark")
    buy(vida, offer, email="vida@example.com", name="Vida Rask")
    walk_in(vida)
    active(vida)
    vida.follow("End it")
    vida.page.get_by_role("radio", name="At once").check()
    vida.click("End it")
    vida.sees("It has ended.")
    post.letter("vida@example.com", "has ended")
    maren.site.calendar.let_pass(15, email="vida@example.com")
    letter = post.letter("vida@example.com", "is still here")
    assert "This is the only time we ask." in text_of(letter)
    vida.go(link_in(letter, f"/checkout/{offer}/"))
    vida.sees("The Reading Club")
    vida.look("checkout, come back")
    vida.click("Pay $19")
    vida.page.wait_for_url("**/orders/**")
    finds_it_open(vida, COURSE, LESSON)
    maren.site.calendar.let_pass(20, email="vida@example.com")
    assert len([one for one in post.letters if "vida" in str(one["to"]) and "still here" in str(one["subject"])]) == 1
