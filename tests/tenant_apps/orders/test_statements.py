"""How much the checkout asks of the database: the page, a new total, and the purchase itself."""

from uuid import uuid4

import pytest
from django.test import Client

from tenant_apps.orders import actions as orders
from tests.tenant_apps.selling import NAME, an_offer, card_fields

pytestmark = pytest.mark.usefixtures("in_okafor")
CHECKOUT = "/checkout/second-number/"


@pytest.fixture
def browser(client_for, okafor) -> Client:
    """Of a guest, at a shop that charges tax and has sold before."""
    an_offer()
    orders.set_rate(country="DE", percent="19", name="VAT", by="test")
    orders.update_seller(by="test", country="DE")
    client_for(okafor).post(CHECKOUT, form("first@example.com"))
    browser = client_for(okafor)
    browser.get(CHECKOUT)  # what processes keep for long, like the brand, is known from here on
    return browser


def form(email: str = "second@example.com") -> dict[str, str]:
    fields = {"order_key": str(uuid4()), "price": "49000 USD", "email": email, "name": NAME}
    return fields | {"country": "DE", "total": "58310 USD", **card_fields()}


def test_the_page_reads_each_setting_once(browser, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(9):
        page = browser.get(CHECKOUT)

    assert page.status_code == 200


def test_a_new_total_reads_each_setting_once(browser, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(9):
        page = browser.post(CHECKOUT, form() | {"update": "1"})

    assert "$583.10" in page.content.decode()


def test_a_purchase_reads_each_setting_once(browser, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(100) as asked:
        answer = browser.post(CHECKOUT, form())

    tables = ("orders_seller", "orders_taxrate", "payments_paymentsettings", "orders_checkoutsettings")
    reads = [sum(f'FROM "{table}"' in query["sql"] for query in asked.captured_queries) for table in tables]
    assert (answer.status_code, reads) == (302, [1, 1, 1, 1])


def test_a_setting_changed_between_two_requests_holds_at_once(browser) -> None:
    before = browser.post(CHECKOUT, form() | {"update": "1"}).content.decode()
    orders.set_rate(country="DE", percent="7", name="VAT", by="test")

    after = browser.post(CHECKOUT, form() | {"update": "1"}).content.decode()

    assert ("$583.10" in before, "$524.30" in after) == (True, True)
