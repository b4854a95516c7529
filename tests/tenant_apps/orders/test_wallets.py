"""Paying with one press in practice: the wallet's form is the checkout's own, and so is everything that follows."""

from uuid import uuid4

import pytest

from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, Payment, PaymentState, Subscription
from tenant_apps.payments import actions as payments
from tenant_apps.payments.models import SavedMethod
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.selling import EMAIL, NAME, a_product, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT = "/checkout/second-number/"
GOOD, DECLINED, ASKS = "good", "declined", "asks"
BY = "ada@okafor.example"


@pytest.fixture
def browser(client_for, okafor):
    return client_for(okafor)


def pressed(card: str = GOOD, **more: str) -> dict[str, str]:
    """What the page sends when the wallet's owner confirmed; no field of a card in it."""
    fields = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME}
    return fields | {"wallet": "sandbox", "wallet-card": card} | more


def a_circle(**terms: int) -> None:
    """A monthly subscription on sale."""
    offer = catalog.create_offer(slug="circle", title="Circle", products=[a_product()])
    catalog.set_price(offer=offer, price=Money(2_900, "USD"), terms=Terms(PriceKind.SUBSCRIPTION, "month", 1, **terms))
    catalog.publish_offer(offer=offer)


def test_a_press_pays_the_order_and_leads_to_the_receipt(browser) -> None:
    an_offer()

    answer = browser.post(CHECKOUT, pressed())

    payment = Payment.objects.get()
    assert (answer.status_code, payment.state, payment.card) == (302, PaymentState.SUCCEEDED, "Visa ending 4242")
    assert (payment.order.number, payment.order.email, payment.saves_method) == (1, EMAIL, False)


def test_the_same_form_pressed_twice_pays_once(browser) -> None:
    an_offer()
    form = pressed()

    first, second = browser.post(CHECKOUT, form), browser.post(CHECKOUT, form)

    assert (first.status_code, second.status_code, Order.objects.count(), Payment.objects.count()) == (302, 302, 1, 1)


def test_a_declined_wallet_says_so_and_the_card_below_pays(browser) -> None:
    an_offer()
    form = pressed(DECLINED)

    declined = browser.post(CHECKOUT, form)
    paid = browser.post(CHECKOUT, form | {"wallet-card": GOOD})

    assert (declined.status_code, paid.status_code, Order.objects.count()) == (402, 302, 1)
    assert "The bank declined this card. Nothing was charged." in declined.content.decode()


def test_a_bank_that_asks_is_answered_on_the_same_page_as_for_a_card(browser) -> None:
    an_offer()

    place = browser.post(CHECKOUT, pressed(ASKS)).headers["Location"]
    browser.post(place, {"answer": "approve"})

    assert ("/challenge/" in place, Payment.objects.get().state) == (True, PaymentState.SUCCEEDED)


def test_an_amount_tampered_with_charges_nothing(browser) -> None:
    an_offer()

    answer = browser.post(CHECKOUT, pressed(price="100 USD"))

    assert (answer.status_code, Payment.objects.count()) == (409, 0)
    assert "The price changed to $490.00 while this page was open." in answer.content.decode()


@pytest.mark.parametrize("card", ["", "4242424242424242", "nonsense"])
def test_a_wallet_closed_or_made_up_charges_nothing(browser, card: str) -> None:
    an_offer()

    answer = browser.post(CHECKOUT, pressed(card))

    assert (answer.status_code, Payment.objects.count(), Order.objects.count()) == (422, 0, 0)
    assert "Nothing was charged." in answer.content.decode()


@pytest.mark.parametrize("wallet", ["stripe", "nobody", "sandbox\0"])
def test_a_wallet_that_is_not_here_charges_nothing(browser, wallet: str) -> None:
    an_offer()

    answer = browser.post(CHECKOUT, pressed(wallet=wallet))

    assert (answer.status_code, Payment.objects.count()) == (422, 0)
    assert "This button is not here any more. Nothing was charged." in answer.content.decode()


def test_a_wallet_without_an_email_asks_for_it(browser) -> None:
    an_offer()

    answer = browser.post(CHECKOUT, pressed(email=""))

    assert (answer.status_code, Payment.objects.count()) == (422, 0)


def test_switched_off_no_button_shows_and_none_pays(browser) -> None:
    an_offer()
    payments.show_wallets(shown=False, by=BY)

    page, answer = browser.get(CHECKOUT), browser.post(CHECKOUT, pressed())

    assert ("practice-wallet" in page.content.decode(), answer.status_code, Payment.objects.count()) == (False, 422, 0)


def test_a_coupon_counts_for_a_wallet_as_for_a_card(browser) -> None:
    an_offer()
    a_coupon("SPRING", percent=10)

    browser.post(CHECKOUT, pressed(codes="SPRING", price="44100 USD"))

    assert Payment.objects.get().amount == 44_100


def test_a_subscription_by_wallet_keeps_its_card_and_a_sale_does_not(browser) -> None:
    a_circle()

    browser.post("/checkout/circle/", pressed(price="2900 USD"))

    held = Subscription.objects.get()
    assert (held.method, held.started_at is not None) == (SavedMethod.objects.get(), True)


def test_a_trial_by_wallet_keeps_the_card_and_charges_nothing(browser) -> None:
    a_circle(trial_days=7)

    answer = browser.post("/checkout/circle/", pressed(price="0 USD"))

    assert (answer.status_code, Payment.objects.count(), SavedMethod.objects.count()) == (302, 0, 1)


def test_a_free_offer_shows_no_wallet(browser) -> None:
    an_offer(price=0)

    assert "practice-wallet" not in browser.get(CHECKOUT).content.decode()


def test_a_frame_of_another_site_shows_no_wallet(browser) -> None:
    an_offer()
    orders.allow_site(site="https://blog.example", by=BY)

    page = browser.get("/embed/second-number/?site=https://blog.example")

    assert (page.status_code, "practice-wallet" in page.content.decode()) == (200, False)
