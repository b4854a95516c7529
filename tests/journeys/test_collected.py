"""The platform takes Rahul's money at Stripe: a decline, a bank that asks, Stripe's own page, and its 18 % of each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.collecting import collected
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import ASKS, DECLINED, GOOD
from tests.journeys.tills import Stripe, pay_on, press_inside

OFFER, FEE = "paid-on-time", "$2.16"  # 18 % of 12.00


@pytest.fixture
def till(visit) -> Iterator[Stripe]:
    """Stripe, on the platform's account."""
    with collected(visit) as stripe:
        yield stripe


def begin(visit, name: str) -> Visitor:
    """At Rahul's checkout, with a name."""
    buyer: Visitor = visit("rahul")
    buyer.go(f"/checkout/{OFFER}/")
    buyer.fill(Email=f"{name.lower()}@collected.example", Name=f"{name} Falk")
    return buyer


def press(buyer: Visitor) -> None:
    buyer.page.locator("#checkout-form button[data-kind=primary]").click()


def in_the_book(till: Stripe, before: int) -> None:
    """The platform has its part of one sale more, and nothing else."""
    till.tell()
    for _try in range(40):
        if fees(till.owner) > before:
            break
        till.owner.page.wait_for_timeout(500)
    assert fees(till.owner) == before + 1


def fees(rahul: Visitor) -> int:
    """How often the platform kept its part of this price."""
    rahul.go("/studio/money/?account=platform_fee")
    rows = rahul.page.get_by_role("row").filter(has_text="Sale").filter(has_text=FEE)
    return rows.count()


def test_a_decline_then_a_bank_that_asks_pays_the_platform_once(visit, till: Stripe) -> None:
    before, charges = fees(till.owner), till.owner.site.stripe.count("charge", till.account)
    buyer = begin(visit, "Runa")
    till.type_card(buyer, DECLINED)
    with buyer.expecting(402):
        press(buyer)
        buyer.sees("The bank declined this card. Nothing was charged. Try another one.")
    till.type_card(buyer, ASKS)
    press(buyer)
    buyer.page.wait_for_url("**/challenge/**")
    press_inside(buyer, "Your bank asks", "Complete authentication")
    buyer.page.wait_for_url("**/orders/**")

    buyer.sees("Visa ending 3155")
    assert till.owner.site.stripe.count("charge", till.account) == charges + 1
    in_the_book(till, before)


def test_stripes_own_page_pays_the_platform_once(visit, till: Stripe) -> None:
    before = fees(till.owner)
    pay_on(till.owner, "On a page of Stripe, and back")
    try:
        buyer = begin(visit, "Vera")
        press(buyer)
        buyer.page.wait_for_url("**/pay/acct_platform/**")
        buyer.fill(Card_number=GOOD)
        buyer.click("Pay")
        buyer.page.wait_for_url("**/orders/**")
    finally:
        pay_on(till.owner, "On your checkout, without leaving it")

    expect(buyer.page.get_by_text("Visa ending 4242").first).to_be_visible()
    in_the_book(till, before)
