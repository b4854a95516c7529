"""A guest buys with one press of a wallet and types nothing, in practice and through Stripe."""

import pytest
from playwright.sync_api import expect

from tests.journeys.offering import archive, offer_everything
from tests.journeys.stage.visitor import Visitor
from tests.journeys.tills import PAYMENTS, Stripe, Till

COURSE = "the-second-number"


def test_a_wallet_closed_then_confirmed_pays_with_nothing_typed(till: Till, visitor: Visitor) -> None:
    posted: list[str] = []
    visitor.context.on("request", lambda asked: posted.append(asked.url) if asked.method == "POST" else None)
    visitor.go(f"/checkout/{COURSE}/")
    expect(visitor.page.locator(".express-zone.is-ready")).to_be_visible()
    visitor.look(f"checkout with wallets, {till.name}")

    till.press_wallet(visitor, confirmed=False)
    visitor.page.wait_for_timeout(500)
    sent = [address for address in posted if "/checkout/" in address]
    till.press_wallet(visitor)

    visitor.page.wait_for_url("**/orders/**")
    visitor.sees("Visa ending 4242")
    assert sent == []


def test_the_wallet_is_told_of_a_new_total(till: Till, visitor: Visitor) -> None:
    title = f"Name it {till.name}"
    offer = offer_everything(till.owner, title, "Pay what you want", "40")
    visitor.go(f"/checkout/{offer}/")
    expect(visitor.page.locator(".express-zone.is-ready")).to_be_visible()
    visitor.fill(Your_price="65")
    visitor.page.keyboard.press("Tab")
    visitor.sees("Pay $65 and start")

    till.press_wallet(visitor)

    visitor.page.wait_for_url("**/orders/**")
    visitor.sees("$65.00")
    archive(till.owner, title)


@pytest.mark.parametrize("till", ["stripe"], indirect=True)
def test_where_no_wallet_is_there_is_no_box_for_one(till: Stripe, visitor: Visitor) -> None:
    double = till.owner.site.stripe
    had, double.wallets = double.wallets, set()
    try:
        visitor.go(f"/checkout/{COURSE}/")
        visitor.page.frame_locator("iframe[title='Secure payment input frame']").get_by_label("Card number").wait_for()

        expect(visitor.page.get_by_text("or pay another way")).to_be_hidden()
    finally:
        double.wallets = had


@pytest.mark.parametrize("till", ["practice"], indirect=True)
def test_the_owner_takes_the_wallets_away_and_brings_them_back(till: Till, visitor: Visitor) -> None:
    for shown in (False, True):
        till.owner.go(PAYMENTS)
        till.owner.page.get_by_label("Show buttons above the checkout’s form").set_checked(shown)
        till.owner.click("Save the wallets")
        till.owner.sees("Saved.")
        visitor.go(f"/checkout/{COURSE}/")

        expect(visitor.page.get_by_role("button", name="Practice wallet")).to_have_count(1 if shown else 0)
