import re
from datetime import timedelta

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer, Waiting
from tenant_apps.catalog.queries import place_token
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order
from tests.tenant_apps.selling import EMAIL, NAME, an_offer, an_order, card_fields

ADDRESS = "/checkout/second-number/"

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def with_options() -> Offer:
    offer = an_offer()
    catalog.set_price(offer=offer, price=Money(45_000, "EUR"))
    catalog.set_price(offer=offer, price=Money(2_000, "USD"), option="open", terms=Terms(PriceKind.OPEN), floor=500)
    return offer


def form_of(browser: Client, address: str = ADDRESS) -> dict[str, str]:
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(order_key|price|place)" value="([^"]+)"', page))
    return {**hidden, "email": EMAIL, "name": NAME, **card_fields()}


def test_the_page_offers_what_there_is_to_choose(browser) -> None:
    with_options()

    words = browser.get(ADDRESS).content.decode()

    for part in ("Pay in full", "Pay what you want", "From $5", 'value="EUR"', "Update the total"):
        assert part in words


def test_an_offer_with_one_price_asks_nothing(browser) -> None:
    an_offer()

    words = browser.get(ADDRESS).content.decode()

    assert ("How you pay" in words, "Update the total" in words) == (False, False)


def test_another_currency_is_bought_in_and_remembered(browser) -> None:
    with_options()
    form = {**form_of(browser, f"{ADDRESS}?currency=EUR"), "option": "full", "currency": "EUR"}

    browser.post(ADDRESS, form)

    assert Order.objects.get().total == Money(45_000, "EUR")
    assert "€450.00" in browser.get("/checkout/second-number/").content.decode()


def test_update_shows_the_total_and_buys_nothing(browser) -> None:
    with_options()

    page = browser.post(ADDRESS, {**form_of(browser), "option": "full", "currency": "EUR", "update": "1"})

    words = page.content.decode()
    assert (page.status_code, Order.objects.count()) == (200, 0)
    assert 'name="price" value="45000 EUR"' in words
    assert f'value="{EMAIL}"' in words


def test_choosing_to_name_the_price_begins_with_what_is_suggested(browser) -> None:
    with_options()

    page = browser.post(ADDRESS, {**form_of(browser), "option": "open", "update": "1"}).content.decode()

    assert 'name="amount" value="$20"' in page and 'name="price" value="2000 USD"' in page


def test_the_buyer_names_the_price(browser) -> None:
    with_options()

    browser.post(ADDRESS, {**form_of(browser), "option": "open", "amount": "12.50"})

    order = Order.objects.get()
    assert (order.total, order.state, order.lines.get().price.option) == (Money(1_250, "USD"), "paid", "open")


@pytest.mark.parametrize("typed", ["4.99", "-1", "1e3", "9" * 24, "free"])
def test_an_amount_below_the_floor_or_no_amount_is_refused(typed, browser) -> None:
    with_options()

    page = browser.post(ADDRESS, {**form_of(browser), "option": "open", "amount": typed})

    assert (page.status_code, Order.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "forged", [{"price": "1 USD"}, {"price": "0 USD"}, {"price": "45000 EUR"}, {"price": "-1 USD"}]
)
def test_a_tampered_total_buys_nothing(forged, browser) -> None:
    with_options()

    page = browser.post(ADDRESS, {**form_of(browser), "option": "full", "currency": "USD", **forged})

    assert (page.status_code, Order.objects.filter(paid_at__isnull=False).count()) == (409, 0)


def test_an_option_or_a_currency_nobody_asks_falls_back_and_says_the_total(browser) -> None:
    an_offer()

    page = browser.post(ADDRESS, {**form_of(browser), "option": "gold", "currency": "XAU"})

    assert (page.status_code, Order.objects.get().total) == (302, Money(49_000, "USD"))


def test_before_it_opens_the_page_says_when(browser) -> None:
    catalog.set_terms_of_sale(offer=an_offer(), window=catalog.Window(opens_at=clock.now() + timedelta(days=3)))

    looked_at, posted = browser.get(ADDRESS), browser.post(ADDRESS, {})

    assert (looked_at.status_code, posted.status_code) == (200, 409)
    assert "opens soon" in looked_at.content.decode()


def test_after_it_closed_nothing_is_charged(browser) -> None:
    offer = an_offer()
    form = form_of(browser)
    catalog.set_terms_of_sale(offer=offer, window=catalog.Window(closes_at=clock.now() - timedelta(days=3)))

    posted, looked_at = browser.post(ADDRESS, form), browser.get(ADDRESS)

    assert (posted.status_code, looked_at.status_code, Order.objects.count()) == (409, 410, 0)


def test_sold_out_while_the_page_was_open_offers_the_line(browser) -> None:
    offer = catalog.set_terms_of_sale(offer=an_offer(), limits=catalog.Limits(supply=1))
    form = form_of(browser)
    an_order(offer, email="jonas@example.com")

    late = browser.post(ADDRESS, form)
    joined = browser.post(f"{ADDRESS}line/", {"email": EMAIL}, follow=True)

    assert (late.status_code, Order.objects.count()) == (409, 1)
    assert "Nothing was charged." in late.content.decode()
    assert "You are in line." in joined.content.decode()
    assert [place.person.email for place in Waiting.objects.all()] == [EMAIL]


def test_the_last_seat_is_kept_for_who_tries_another_card(browser) -> None:
    catalog.set_terms_of_sale(offer=an_offer(), limits=catalog.Limits(supply=1))
    form = form_of(browser)

    declined = browser.post(ADDRESS, {**form, **card_fields("4000000000000002")})
    again = browser.get(ADDRESS)
    paid = browser.post(ADDRESS, form)

    assert (declined.status_code, again.status_code, paid.status_code) == (402, 200, 302)
    assert "sold out" not in again.content.decode()


def test_an_invitation_opens_the_checkout_of_a_sold_out_offer(browser) -> None:
    offer = catalog.set_terms_of_sale(offer=an_offer(), limits=catalog.Limits(supply=1))
    order = an_order(offer, email="jonas@example.com")
    place = catalog.join_line(offer=offer, email=EMAIL)
    orders.cancel_order(order=order)
    place.refresh_from_db()

    page = browser.get(f"{ADDRESS}?place={place_token(place)}").content.decode()
    form = form_of(browser, f"{ADDRESS}?place={place_token(place)}")
    paid = browser.post(ADDRESS, form)

    assert f'value="{EMAIL}"' in page

    assert (paid.status_code, Offer.objects.get().taken) == (302, 1)
    assert "sold out" in browser.get(f"{ADDRESS}?place=forged").content.decode()
