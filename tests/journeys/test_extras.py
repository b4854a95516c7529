"""One more thing: ticked on the checkout, offered after the purchase, or the smaller one instead."""

from tests.journeys.shop import Shop
from tests.journeys.stage.look import PHONE
from tests.journeys.stage.post import PostOffice, text_of
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import fill_card
from tests.journeys.tills import walk_in

SCOPING, SECOND = "Scoping Without Fear", "The Second Number"
MAIN = "The short course"


def sells(shop: Shop) -> str:
    """A short course, with a long one beside and after it, and a smaller one for who declines that."""
    shop.sell("The pocket course", "90.00", SECOND)
    path = f"/checkout/{shop.sell(MAIN, '120.00', SCOPING)}/"
    shop.offer_beside(MAIN, SECOND, "On the checkout", "25", "Six weeks, while you are at it.")
    shop.offer_beside(MAIN, SECOND, "After the purchase", "20", "Six weeks, for who wants all of it.")
    shop.offer_beside(MAIN, "The pocket course", "When that is declined", "50", "One week of it.")
    look_at(shop.owner, "studio, extras of an offer")
    return path


def begin(visit, path: str, *, email: str, name: str) -> Visitor:
    """On a phone, as far as the card."""
    buyer: Visitor = visit()
    buyer.page.set_viewport_size(PHONE)
    buyer.go(path)
    buyer.fill(Email=email, Full_name=name)
    fill_card(buyer)
    return buyer


def test_a_bump_is_ticked_and_after_an_upsell_declined_a_smaller_one_taken(visit, shop: Shop, post: PostOffice) -> None:
    path = sells(shop)
    ida = begin(visit, path, email="ida.bump@example.com", name="Ida Krogh")
    ida.page.get_by_label("Add The Second Number for $367.50").check()
    ida.sees("Pay $487.50 and start")
    ida.look("checkout, an order bump")
    ida.click("Pay $487.50")
    ida.page.wait_for_url("**/orders/**")
    # who has the long course now is offered no other way to it
    ida.sees("You’re in, Ida.")
    titles = ida.page.locator(".receipt-card dt").all_inner_texts()
    assert titles[:2] == [MAIN, f"{SECOND} instead of $490.00"]
    assert "$367.50" in text_of(post.letter("ida.bump@example.com", "receipt"))

    jon = begin(visit, path, email="jon.down@example.com", name="Jon Thor")
    jon.click("Pay $120")
    jon.page.wait_for_url("**/extra/**")
    jon.sees("The Second Number for $392", "It is $490 on its own.")
    jon.look("an upsell")
    jon.follow("No, thank you")
    jon.sees("The pocket course for $45", "One week of it.")
    jon.click("Add it")
    jon.page.wait_for_url("**/checkout/the-pocket-course/**")
    jon.look("checkout, after an upsell")
    fill_card(jon)
    jon.click("Pay $45")
    jon.page.wait_for_url("**/orders/**")
    jon.sees("You’re in, Jon.", "instead of $90.00")
    post.letter("jon.down@example.com", "receipt for The pocket course")
    walk_in(jon)
    explained(shop.owner)


def explained(maren: Visitor) -> None:
    """Each order says what it was, and leads to the other."""
    maren.go("/studio/orders/?q=jon.down@example.com")
    maren.page.locator("main tbody a").first.click()
    maren.sees("Upsell", "Other orders of theirs")
    look_at(maren, "studio, an upsell")
    maren.page.locator("section[aria-labelledby=buyer]").get_by_role("link", name=MAIN).click()
    maren.sees("$120", "Checkout")
