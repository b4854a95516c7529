"""What something costs, said in many ways: by link, by code, in a sale, by the buyer, in yen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.shop import Shop
from tests.journeys.stage.look import DESKTOP, PHONE
from tests.journeys.stage.post import PostOffice, text_of
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import fill_card

SCOPING = "Scoping Without Fear"


@pytest.fixture
def coupon(shop: Shop) -> Iterator:
    """Make coupons in the Studio; at the end of the journey they end, too."""
    made: list[str] = []

    def make(title: str, *ticks: str, **terms: str) -> None:
        shop.owner.go("/studio/coupons/new/")
        shop.owner.fill(Name=title, **terms)
        for label in ticks:
            shop.owner.page.get_by_label(label).check()
        shop.owner.click("Make the coupon")
        shop.owner.sees(f"{title} is")
        made.append(shop.owner.page.url)

    yield make
    for address in made:
        shop.owner.go(address)
        if shop.owner.page.get_by_role("button", name="End the coupon").count():
            shop.owner.click("End the coupon")


def apply(buyer: Visitor, code: str) -> None:
    buyer.page.get_by_label("Discount code").fill(code)
    buyer.click("Apply")


def test_a_coupon_comes_by_link_is_typed_and_refused_in_words(visit, shop: Shop, coupon, post: PostOffice) -> None:
    offer = shop.sell("The quiet hour", "100.00", SCOPING)
    coupon("For readers", Code="READERS", Per_cent_off="15")
    coupon("For friends", Code="FRIENDS", Or_an_amount_off="30 USD", How_often_in_all="1")
    coupon("For many", Code="MANY", Per_cent_off="50", For_purchases_from="500 USD")
    look_at(shop.owner, "studio, a coupon")

    ada: Visitor = visit()
    ada.page.set_viewport_size(PHONE)
    ada.go(f"/checkout/{offer}/?coupon=readers")
    ada.sees("Pay $85 and start")
    ada.page.locator("summary", has_text="Order summary").click()
    ada.sees("READERS, 15% off")
    ada.look("checkout, a coupon by link")
    ada.page.set_viewport_size(DESKTOP)
    for code, words in {
        "nonsense": "This code is not known. Check how it is spelt.",
        "MANY": "MANY is for purchases from $500.00.",
    }.items():
        apply(ada, code)
        ada.sees(words, "Pay $85 and start")
    ada.look("checkout, a coupon refused")
    apply(ada, "friends")
    ada.sees("Pay $70 and start", "These discounts do not add up. You get the one that takes more off.")
    ada.fill(Email="ada.coupon@example.com", Full_name="Ada Moen")
    fill_card(ada)
    ada.click("Pay $70")
    ada.page.wait_for_url("**/orders/**")
    ada.sees("FRIENDS, $30 off")
    assert "FRIENDS, $30 off" in text_of(post.letter("ada.coupon@example.com", "receipt"))

    late: Visitor = visit()
    late.go(f"/checkout/{offer}/")
    apply(late, "FRIENDS")
    late.sees("FRIENDS has been used as often as it may.", "Pay $100 and start")


def test_a_sale_is_for_everybody_until_it_ends(visit, shop: Shop, coupon) -> None:
    offer = shop.sell("The quiet week", "80.00", SCOPING)
    coupon("Autumn sale", "The quiet week", "A sale: for everybody, without a code", Per_cent_off="25")
    reader: Visitor = visit()
    reader.go(f"/checkout/{offer}/")
    reader.sees("Autumn sale, 25% off", "Pay $60 and start")
    reader.look("checkout, a sale")

    shop.owner.click("End the coupon")
    reader.fill(Email="rika@example.com", Full_name="Rika Sand")
    fill_card(reader)
    with reader.expecting(409):
        reader.click("Pay $60")
        reader.sees("The price changed to $80.00 while this page was open. Nothing was charged.")
    fill_card(reader)
    reader.click("Pay $80")
    reader.page.wait_for_url("**/orders/**")


def test_the_buyer_names_the_price_above_the_floor(visit, shop: Shop, post: PostOffice) -> None:
    offer = shop.sell("The letter", "20.00", SCOPING)
    shop.owner.page.get_by_role("navigation", name="This offer").get_by_role("link", name="Prices").click()
    shop.owner.page.get_by_role("radio", name="Pay what you want").check()
    shop.owner.fill(Amount="20.00")
    shop.owner.page.get_by_label("At least", exact=False).last.fill("10.00")
    shop.owner.click("Save the price")
    shop.owner.sees("The price is saved.")
    shop.owner.page.get_by_role("button", name="Stop asking").first.click()
    look_at(shop.owner, "studio, pay what you want")

    pia: Visitor = visit()
    pia.page.set_viewport_size(PHONE)
    pia.go(f"/checkout/{offer}/")
    pia.sees("$10 or more.")
    with pia.expecting(422):  # by the total that follows what is typed, and by the button
        pia.fill(Your_price="4", Email="pia@example.com", Full_name="Pia Lohse")
        fill_card(pia)
        with pia.page.expect_response(lambda answer: answer.request.is_navigation_request()):
            pia.click("Pay")
        expect(pia.page.get_by_label("Your price")).to_have_attribute("aria-invalid", "true")
        pia.sees("$10.00")
    pia.look("checkout, below the floor")
    pia.page.set_viewport_size(PHONE)
    pia.fill(Your_price="35.50")
    pia.page.get_by_label("Your price").press("Tab")
    pia.sees("Pay $35.50 and start")
    fill_card(pia)
    pia.click("Pay $35.50")
    pia.page.wait_for_url("**/orders/**")
    assert "$35.50" in text_of(post.letter("pia@example.com", "receipt"))


def test_yen_have_no_cents_anywhere(visit, shop: Shop, post: PostOffice) -> None:
    offer = shop.sell("The harbour", "60.00", SCOPING)
    shop.owner.page.get_by_role("navigation", name="This offer").get_by_role("link", name="Prices").click()
    shop.owner.page.get_by_role("link", name="Change").first.click()
    shop.owner.fill(Other_currencies="55 EUR\n9800 JPY\n18.500 KWD")
    shop.owner.click("Save the price")
    shop.owner.sees("The price is saved.", "¥9,800", "KWD")
    look_at(shop.owner, "studio, a price in four currencies")

    yui: Visitor = visit(color_scheme="dark")
    yui.go(f"/checkout/{offer}/?currency=JPY")
    yui.sees("Pay ¥9,800 and start")
    yui.page.get_by_label("Currency").select_option("KWD")
    yui.sees("18.500")
    yui.page.get_by_label("Currency").select_option("JPY")
    yui.sees("Pay ¥9,800 and start")
    yui.look("checkout, in yen")
    yui.fill(Email="yui@example.com", Full_name="Yui Mori")
    fill_card(yui)
    yui.click("Pay ¥9,800")
    yui.page.wait_for_url("**/orders/**")
    yui.sees("¥9,800")
    text = text_of(post.letter("yui@example.com", "receipt"))
    assert "¥9,800" in text
    assert "¥9,800." not in text
    shop.owner.go("/studio/orders/?q=yui@example.com")
    shop.owner.sees("¥9,800")
    shop.owner.page.locator("main tbody a").first.click()
    shop.owner.go("/studio/money/")
