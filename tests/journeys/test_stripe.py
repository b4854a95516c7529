"""Okafor takes payments through Stripe: its own script and fields in a real browser, with our double behind them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Request, expect

from tests.doubles.stripe import StripeDouble, debits
from tests.journeys.stage import model
from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import ASKS, DECLINED, GOOD
from tests.journeys.tills import PAYMENTS, Stripe, connect_stripe, fields, pay_on, practise_again, press_inside

OWNER = "maren@okafor.example"
COURSE = "the-second-number"


@pytest.fixture(scope="module")
def double(site: Site) -> StripeDouble:
    """Stripe, as the site was told where it is."""
    return site.stripe


@pytest.fixture
def shop(visit) -> Iterator[Visitor]:
    """The owner, who has connected Stripe; practice is chosen again at the end."""
    owner = visit().sign_in(OWNER, then="/studio/")
    connect_stripe(owner)
    look_at(owner, "payments, stripe in use")
    yield owner
    practise_again(owner)


def type_card(visitor: Visitor, number: str) -> None:
    Stripe(visitor).type_card(visitor, number)


def begin(visitor: Visitor, offer: str, *, email: str, name: str, query: str = "") -> list[Request]:
    """Open a checkout and fill in who buys; what the browser sends to us from here on is in the list."""
    asked: list[Request] = []
    ours = visitor.site.url("/", visitor.tenant)
    visitor.context.on("request", lambda request: asked.append(request) if request.url.startswith(ours) else None)
    visitor.go(f"/checkout/{offer}/{query}")
    visitor.fill(Email=email, Name=name)
    return asked


def numbers_in(asked: list[Request]) -> list[str]:
    """Addresses of requests that carry anything like a card's number."""
    card = re.compile(r"4[\s%0-9+]{15,}")
    return [request.url for request in asked if card.search(request.url + (request.post_data or ""))]


def test_a_card_pays_and_its_number_never_reaches_us(shop: Visitor, visitor: Visitor, double: StripeDouble) -> None:
    began = len(double.requests)
    asked = begin(visitor, COURSE, email="freja@example.com", name="Freja Holm")
    expect(fields(visitor).get_by_label("Card number")).to_be_visible()
    visitor.look("checkout, stripe")
    type_card(visitor, GOOD)
    visitor.click("Pay")

    visitor.page.wait_for_url("**/orders/**")
    visitor.sees("Visa ending 4242")
    posted = [request.post_data or "" for request in asked if request.method == "POST"]
    told = str(double.requests[began:])
    assert any("ctoken_" in body for body in posted)
    assert (numbers_in(asked), "4242424242424242" in told.replace(" ", "")) == ([], False)


def test_a_decline_then_another_card_pays_once(shop: Visitor, visitor: Visitor, double: StripeDouble) -> None:
    before = double.count("charge")
    begin(visitor, COURSE, email="declan.s@example.com", name="Declan Walsh")
    type_card(visitor, DECLINED)
    with visitor.expecting(402):
        visitor.click("Pay")
        visitor.sees("The bank declined this card. Nothing was charged. Try another one.")
    type_card(visitor, GOOD)
    visitor.click("Pay")

    visitor.page.wait_for_url("**/orders/**")
    assert double.count("charge") == before + 1


def test_the_banks_window_is_answered_no_then_yes(shop: Visitor, visitor: Visitor) -> None:
    begin(visitor, COURSE, email="theo.s@example.com", name="Theo Marsh")
    for answer in ("Fail authentication", "Complete authentication"):
        type_card(visitor, ASKS)
        visitor.click("Pay")
        visitor.page.wait_for_url("**/challenge/**")
        press_inside(visitor, "Your bank asks", answer)
        if answer == "Fail authentication":
            visitor.sees("Your bank could not confirm that it was you. Nothing was charged.")

    visitor.page.wait_for_url("**/orders/**")
    visitor.sees("Visa ending 3155")


def test_fields_that_are_not_filled_in_send_nothing(shop: Visitor, visitor: Visitor) -> None:
    asked = begin(visitor, COURSE, email="ines.s@example.com", name="Ines Duarte")
    expect(fields(visitor).get_by_label("Card number")).to_be_visible()
    visitor.click("Pay")

    visitor.sees("Your card number is incomplete.")
    assert [request.method for request in asked if request.method == "POST" and "/checkout/" in request.url] == []


def test_a_refund_in_the_studio_goes_back_through_stripe(
    shop: Visitor, visitor: Visitor, post: PostOffice, double: StripeDouble
) -> None:
    before = double.count("refund")
    begin(visitor, COURSE, email="vera@example.com", name="Vera Lund")
    type_card(visitor, GOOD)
    visitor.click("Pay")
    visitor.page.wait_for_url("**/orders/**")

    shop.go("/studio/orders/")
    shop.page.get_by_role("row").filter(has_text="Vera Lund").get_by_role("link").first.click()
    shop.page.locator("main a[href*=refund]").click()
    shop.fill(Reason="Bought twice by mistake.")
    shop.click("Send it back")
    expect(shop.page.get_by_text("Refunded").first).to_be_visible()

    post.letter("vera@example.com", "refund")
    assert double.count("refund") == before + 1


def test_an_account_is_opened_through_the_platform(visit, double: StripeDouble) -> None:
    owner = visit("northlight")
    owner.sign_in("hana@northlight.example", then="/studio/")
    owner.go(PAYMENTS)
    owner.click("Open an account at Stripe")
    owner.page.wait_for_url("**/connect/setup/**")
    owner.go(PAYMENTS)
    owner.sees("Not finished")
    owner.click("Continue at Stripe")
    owner.click("Agree and submit")

    owner.sees("Your account is ready. Now use it for payments.")
    look_at(owner, "payments, account opened")


def test_a_buyer_pays_on_stripes_page_after_a_decline_and_after_leaving(shop: Visitor, visitor: Visitor) -> None:
    pay_on(shop, "On a page of Stripe, and back")
    try:
        visitor.go(f"/checkout/{COURSE}/")
        visitor.fill(Email="hanne@example.com", Name="Hanne Vik")
        visitor.sees("You go on to a page of Stripe, pay there and come back here.")
        visitor.look("checkout, on Stripe's page")
        visitor.click("Pay")
        visitor.page.wait_for_url("**/pay/acct_own/**")
        visitor.follow("Back")
        visitor.sees("You left Stripe before paying. Nothing was charged.")
        visitor.click("Pay")
        visitor.page.wait_for_url("**/pay/acct_own/**")
        for number in (DECLINED, GOOD):
            visitor.fill(Card_number=number)
            visitor.click("Pay")
        visitor.page.wait_for_url("**/orders/**")
        visitor.sees("Visa ending 4242")
    finally:
        pay_on(shop, "On your checkout, without leaving it")


@pytest.fixture
def in_euros(shop: Visitor) -> Iterator[str]:
    """An offer that asks for euros, for this journey alone: debits are in nothing else."""
    site = shop.site
    model.run(("-m", "docs.acceptance.seating", "okafor", "open", "in-euros", "5", COURSE), site.env)
    yield "in-euros"
    model.run(("-m", "docs.acceptance.seating", "okafor", "close", "in-euros"), site.env)


def test_a_debit_is_waited_for_and_opens_when_the_bank_has_paid(
    shop: Visitor, visitor: Visitor, in_euros: str, post: PostOffice, double: StripeDouble
) -> None:
    begin(visitor, in_euros, email="ebbe@example.com", name="Ebbe Storm")
    fields(visitor).get_by_label("Pay with").select_option("sepa_debit")
    fields(visitor).get_by_label("IBAN").fill("AT61 1904 3002 3457 3201")
    visitor.page.locator("#checkout-form button[data-kind=primary]").click()
    visitor.page.wait_for_url("**/orders/**")
    visitor.sees("We are waiting for your bank", "SEPA debit ending 3201")
    visitor.look("receipt, a debit that is waited for")
    post.letter("ebbe@example.com", "We are waiting for your bank")

    waiting = [each for each in double.books().things.values() if each.get("status") == "processing"]
    debits.answer(double.books(), waiting[-1]["id"])
    assert set(shop.site.tell("acct_own", tenant="okafor")) <= {200}

    visitor.reloads_until("You’re in, Ebbe.")
    post.letter("ebbe@example.com", "receipt")


def test_klarna_is_left_and_then_pays(shop: Visitor, visitor: Visitor) -> None:
    begin(visitor, COURSE, email="klara@example.com", name="Klara Vik")
    for button, said in (("Cancel", "You left before paying."), ("Authorize the payment", "You’re in, Klara.")):
        fields(visitor).get_by_label("Pay with").select_option("klarna")
        visitor.page.locator("#checkout-form button[data-kind=primary]").click()
        visitor.page.wait_for_url("**/redirect/**")
        visitor.click(button)
        visitor.sees(said)
    visitor.sees("Paid with Klarna")
