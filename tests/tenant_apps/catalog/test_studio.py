from decimal import Decimal

import pytest
from django.test import Client

from marque.kit.money import Money
from tenant_apps.accounts.models import Role
from tenant_apps.catalog.forms import MoneyField
from tenant_apps.catalog.models import Offer
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_product, an_offer

LIST = "/studio/offers/"
QUERIES = 13

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def filled_in(**changes: object) -> dict[str, object]:
    return {"title": "The Renewal Letter", "price": "$39.50", "products": [a_product().pk], **changes}


def test_making_an_offer_reads_the_price_and_derives_the_address(alice) -> None:
    alice.post(f"{LIST}new/", filled_in())

    offer = Offer.objects.get()
    assert (offer.slug, offer.state, offer.current_price) == ("the-renewal-letter", "draft", Money(3_950, "USD"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"price": "-1"}, "A price cannot be below zero."),
        ({"price": "cheap"}, "Write an amount such as"),
        ({"price": ""}, "Write a price, or 0 to give it away."),
        ({"products": []}, "Choose at least one product to sell."),
        ({"title": ""}, "Give the offer a title buyers will see."),
        ({"slug": "second-number"}, "Another offer already has this address."),
    ],
)
def test_a_wrong_field_says_what_to_do(changes, words, alice) -> None:
    an_offer()

    page = alice.post(f"{LIST}new/", filled_in(**changes))

    assert (page.status_code, Offer.objects.count()) == (422, 1)
    assert words in page.content.decode()


def test_a_new_price_is_a_new_row(alice) -> None:
    offer = an_offer()

    alice.post(f"{LIST}{offer.key}/", filled_in(title=offer.title, slug=offer.slug, price="540"))

    assert [price.amount for price in offer.prices.order_by("pk")] == [49_000, 54_000]


def test_going_off_sale_and_back_asks_first(alice) -> None:
    offer = an_offer()
    address = f"{LIST}{offer.key}/publication/"

    question = alice.get(f"{address}?archive").content.decode()
    alice.post(f"{address}?archive")
    off = Offer.objects.get().state
    alice.post(address)

    assert "Everyone who bought it keeps it." in question
    assert (off, Offer.objects.get().state) == ("archived", "live")


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.LEARNER])
def test_others_change_nothing(role, client_for, okafor) -> None:
    offer = an_offer()
    browser = browser_of(client_for, okafor, role)

    answers = {browser.post(f"{LIST}{offer.key}/publication/?archive").status_code}

    assert (answers <= {302, 403}, Offer.objects.get().state) == (True, "live")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(rows, alice, django_assert_num_queries) -> None:
    for number in range(rows):
        an_offer(f"offer-{number}")
    alice.get(LIST)

    with django_assert_num_queries(QUERIES):
        page = alice.get(LIST)

    assert page.content.decode().count("$490") == rows


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [("490", "USD", 49_000), ("€1,200.50", "EUR", 120_050), ("3000", "JPY", 3_000), ("0", "USD", 0)],
)
def test_money_is_read_in_the_currency_of_the_site(typed, currency, amount) -> None:
    money = MoneyField(currency=currency).clean(typed)

    assert (money, money.decimal) == (Money(amount, currency), Money(amount, currency).decimal)
    assert isinstance(money.decimal, Decimal)
