"""Hana lets people pay through PayPal, Razorpay and by transfer, too; buyers pick, go there and come back."""

from collections.abc import Iterator

import pytest

from tests.doubles.paypal.server import KEYS as PAYPAL
from tests.doubles.razorpay.server import KEYS as RAZORPAY
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor

PAYMENTS = "/studio/settings/payments/"
OFFER = "week-on-paper"
ALSO = ("paypal", "razorpay", "manual")


@pytest.fixture(scope="module")
def connected() -> set[str]:
    """What was connected in this run."""
    return set()


@pytest.fixture
def hana(visit, connected: set[str]) -> Iterator[Visitor]:
    """The owner of North Light, who offers three ways beside practice; at the end she offers them no more."""
    owner: Visitor = visit("northlight").sign_in("hana@northlight.example", then="/studio/")
    if not connected:
        _connect(owner)
        connected.add("all")
    for name in ALSO:
        _press(owner, name, "Offer it, too")
    yield owner
    for name in ALSO:
        _press(owner, name, "Stop offering it")


def _connect(owner: Visitor) -> None:
    owner.go(f"{PAYMENTS}paypal/connection/")
    owner.fill(Client_ID=PAYPAL["client_id"], Secret_key=PAYPAL["client_secret"], Webhook_ID=PAYPAL["webhook_id"])
    owner.click("Try and keep")
    owner.sees("PayPal is connected.")
    owner.go(f"{PAYMENTS}razorpay/connection/")
    owner.fill(Key_ID=RAZORPAY["key_id"], Key_secret=RAZORPAY["key_secret"], Other_currencies="USD")
    owner.fill(Secret_of_the_webhook=RAZORPAY["webhook_secret"])
    owner.click("Try and keep")
    owner.sees("Razorpay is connected.")
    owner.go(f"{PAYMENTS}manual/connection/")
    owner.fill(Account_holder="North Light", IBAN="DE00")
    with owner.expecting(422):
        owner.click("Try and keep")
        owner.sees("This IBAN is not right.")
    look_at(owner, "studio, bank details that are wrong")
    owner.fill(IBAN="DE89 3704 0044 0532 0130 00")
    owner.click("Try and keep")
    owner.sees("is connected.")


def _press(owner: Visitor, gateway: str, name: str) -> None:
    owner.go(PAYMENTS)
    owner.page.locator(f"section[aria-labelledby=gateway-{gateway}]").get_by_role("button", name=name).click()
    owner.page.wait_for_load_state()


def _pick(buyer: Visitor, way: str, *, email: str, name: str) -> None:
    buyer.go(f"/checkout/{OFFER}/")
    buyer.fill(Email=email, Full_name=name)
    buyer.page.locator(f"input[name=way][value={way}]").check()


def test_a_buyer_pays_through_paypal_and_comes_back(visit, hana: Visitor) -> None:
    look_at(hana, "studio, several ways to pay")
    buyer: Visitor = visit("northlight")
    _pick(buyer, "paypal", email="ines@example.com", name="Ines Duarte")
    buyer.look("checkout, several ways to pay")
    buyer.click("Pay")
    buyer.page.wait_for_url("**/checkoutnow**")
    buyer.follow("Cancel")
    buyer.page.wait_for_url("**?again=1")
    buyer.sees("You left PayPal before paying. Nothing was charged.")

    buyer.page.locator("input[name=way][value=paypal]").check()
    buyer.click("Pay")
    buyer.page.wait_for_url("**/checkoutnow**")
    buyer.follow("Pay now")
    buyer.page.wait_for_url("**/orders/**")

    buyer.sees("You’re in, Ines.")
    assert len(hana.site.paypal.books.captures) == 1


def test_a_buyer_pays_by_upi_at_razorpay_and_comes_back(visit, hana: Visitor) -> None:
    buyer: Visitor = visit("northlight")
    _pick(buyer, "razorpay", email="rohan@example.com", name="Rohan Iyer")
    buyer.click("Pay")
    buyer.page.wait_for_url("**/challenge/**")
    buyer.look("on the way to razorpay")
    buyer.click("Continue to Razorpay")
    buyer.click("Pay by UPI")
    buyer.click("Go back")
    buyer.page.wait_for_url("**/orders/**")

    buyer.sees("You’re in, Rohan.")


def test_a_transfer_is_told_and_noted(visit, hana: Visitor) -> None:
    buyer: Visitor = visit("northlight")
    _pick(buyer, "manual", email="theo@example.com", name="Theo Marsh")
    buyer.click("Pay")
    buyer.page.wait_for_url("**/orders/**")
    buyer.sees("Almost yours", "DE89 3704 0044 0532 0130 00")
    buyer.look("how to pay by transfer")
    address = buyer.page.url

    hana.go("/studio/orders/?q=theo@example.com")
    hana.page.locator("main tbody a").first.click()
    hana.sees("Waiting for the money")
    look_at(hana, "studio, an order that waits for its money")
    hana.click("The money is here")
    hana.sees("Noted. The order is paid.")

    buyer.go(address)
    buyer.sees("You’re in, Theo.")
