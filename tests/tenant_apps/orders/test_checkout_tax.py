from uuid import uuid4

import pytest
from django.test import Client

from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order
from tests.tenant_apps.orders.documents import a_seller
from tests.tenant_apps.selling import EMAIL, NAME, an_offer, card_fields

PAGE = "/checkout/second-number/"

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def browser(client_for, okafor) -> Client:
    return client_for(okafor)


def a_form(**more: str) -> dict[str, str]:
    known = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME, **card_fields()}
    return known | more


def in_germany(**values: object) -> None:
    a_seller(country="DE", eu_vat="destination", **values)
    an_offer()


def test_a_seller_registered_nowhere_asks_for_no_country(browser) -> None:
    an_offer()

    page = browser.get(PAGE).content.decode()
    bought = browser.post(PAGE, a_form(country="DE"))

    assert ("Where you are" in page, bought.status_code, Order.objects.get().tax_amount) == (False, 302, 0)


def test_the_total_with_tax_is_shown_and_then_paid(browser) -> None:
    in_germany()

    shown = browser.post(PAGE, a_form(country="HU", update="1")).content.decode()
    bought = browser.post(PAGE, a_form(country="HU", total="62230 USD"))

    order = Order.objects.get()
    assert ("VAT 27 %" in shown, "$622.30" in shown, 'value="62230 USD"' in shown) == (True, True, True)
    assert (bought.status_code, order.total_amount, order.tax_amount) == (302, 62_230, 13_230)
    assert (order.paid_at is None, order.payments.get().amount, order.billing.country) == (False, 62_230, "HU")


@pytest.mark.parametrize("total", ["49000 USD", "0 USD", "", "62229 USD"])
def test_nobody_pays_a_total_they_have_not_seen(total, browser) -> None:
    in_germany()

    page = browser.post(PAGE, a_form(country="HU", total=total))

    assert (page.status_code, Order.objects.count()) == (409, 0)
    assert "With tax the total is $622.30" in page.content.decode()


def test_a_business_abroad_pays_the_net_price(browser) -> None:
    in_germany()
    firm = {"country": "AT", "tax_id": "ATU57194903", "address": "Ring 1, Wien"}

    bought = browser.post(PAGE, a_form(total="49000 USD", **firm))

    order = Order.objects.get()
    assert (bought.status_code, order.tax_amount, order.billing.reverse_charged) == (302, 0, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"country": ""}, "Choose your country"),
        ({"country": "ZZ"}, "valid choice"),
        ({"country": "AT", "tax_id": "ATU57194904", "address": "Wien"}, "This tax ID is not complete"),
        ({"country": "AT", "tax_id": "ATU57194903"}, "needs its name and address"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_charged(wrong, words, browser) -> None:
    in_germany()

    page = browser.post(PAGE, a_form(total="58800 USD", **wrong))

    assert (page.status_code, Order.objects.count(), words in page.content.decode()) == (422, 0, True)


def test_a_state_is_asked_for_where_its_rate_matters(browser) -> None:
    a_seller(country="US", region="TX")
    orders.set_rate(country="US", region="TX", percent="8.25", name="Sales tax", by="test")
    an_offer()

    without = browser.post(PAGE, a_form(country="US", total="49000 USD"))
    elsewhere = browser.post(PAGE, a_form(country="US", region="or", total="49000 USD"))
    bought = browser.post(PAGE, a_form(country="US", region="tx", total="53043 USD", email="joel@example.com"))

    assert (without.status_code, elsewhere.status_code, bought.status_code) == (422, 302, 302)
    assert sorted(Order.objects.values_list("tax_amount", flat=True)) == [0, 4_043]


def test_prices_with_tax_inside_stay_as_they_are(browser) -> None:
    in_germany(prices_include_tax=True)

    bought = browser.post(PAGE, a_form(country="DE", total="49000 USD"))

    order = Order.objects.get()
    assert (bought.status_code, order.total_amount, order.tax_amount) == (302, 49_000, 7_824)


def test_the_country_of_the_network_is_kept_as_evidence_and_offered(browser, settings) -> None:
    settings.COUNTRY_HEADER = "X-Country"
    in_germany()

    page = browser.get(PAGE, headers={"x-country": "hu"}).content.decode()
    browser.post(PAGE, a_form(country="AT", total="58800 USD"), headers={"x-country": "hu"})

    billing = Order.objects.get().billing
    assert ("VAT 27 %" in page, billing.country, billing.ip_country) == (True, "AT", "HU")


def test_a_free_offer_asks_for_no_country(browser) -> None:
    a_seller(country="DE", eu_vat="destination")
    an_offer(price=0)

    assert "Where you are" not in browser.get(PAGE).content.decode()
