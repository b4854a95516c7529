import pytest
from django.test import Client

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.orders.models import Order, OrderState
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_paid_order, an_offer, an_order

LIST = "/studio/orders/"
QUERIES = 12

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


@pytest.fixture
def ursula(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.SUPPORT)


def words_of(browser: Client, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(rows, alice, django_assert_num_queries) -> None:
    offer = an_offer()
    for number in range(rows):
        a_paid_order(offer, email=f"buyer{number}@example.com")
    alice.get(LIST)

    with django_assert_num_queries(QUERIES):
        page = alice.get(LIST)

    assert page.content.decode().count("$490.00") == rows


def test_search_and_state_narrow_the_list(alice) -> None:
    offer = an_offer()
    paid, waiting = a_paid_order(offer, email="joel@example.com"), an_order(offer)

    found = [words_of(alice, f"{LIST}results/?{query}") for query in ("q=joel", "state=placed")]

    assert [(str(paid) in page, waiting.code in page) for page in found] == [(True, False), (False, True)]


def test_the_export_defuses_formulas(alice) -> None:
    order = a_paid_order()
    Order.objects.filter(pk=order.pk).update(name="=HYPERLINK(1)")

    rows = alice.get(f"{LIST}?export=csv").content.decode().splitlines()

    assert rows[0] == (
        "Number,Code,Buyer,Email,Bought,State,Kind,Subtotal,Discount,Tax,Tax included,Amount,Refunded,Currency,"
        "Country,Invoice,Placed,Paid"
    )
    assert rows[1].split(",")[:13] == [
        "1",
        order.code,
        "'=HYPERLINK(1)",
        order.email,
        "The Second Number",
        "Paid",
        "Checkout",
        "490.00",
        "0.00",
        "0.00",
        "False",
        "490.00",
        "0.00",
    ]


def test_the_page_of_an_order_tells_its_history(alice) -> None:
    order = a_paid_order()

    words = words_of(alice, f"{LIST}{order.code}/")

    for part in ("$490 from Sofia Brandt", "Visa ending 4242", "Payment taken", "Paid, number 1 given", "Refund"):
        assert part in words


def test_a_refund_needs_a_reason_and_happens_once(alice) -> None:
    order = a_paid_order()
    address = f"{LIST}{order.code}/refund/"

    without = alice.post(address, {"reason": ""})
    done = [alice.post(address, {"reason": "Bought twice"}).status_code for _time in "12"]

    order.refresh_from_db()
    assert (without.status_code, done, order.state) == (422, [302, 302], OrderState.REFUNDED)
    assert "Write a reason" in without.content.decode()


def test_support_sees_orders_and_refunds_none(ursula) -> None:
    order = a_paid_order()

    seen = words_of(ursula, f"{LIST}{order.code}/")
    refused = ursula.post(f"{LIST}{order.code}/refund/", {"reason": "Nice person"})

    order.refresh_from_db()
    assert (f"{order.code}/refund/" in seen, refused.status_code, order.state) == (False, 302, OrderState.PAID)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LEARNER])
def test_others_are_kept_out(role, client_for, okafor) -> None:
    browser = browser_of(client_for, okafor, role)
    order = a_paid_order()

    answers = {browser.get(address).status_code for address in (LIST, f"{LIST}{order.code}/")}

    assert answers <= {302, 403}


def test_strangers_are_asked_to_sign_in(client_for, okafor) -> None:
    page = client_for(okafor).get(LIST)

    assert (page.status_code, "/login/" in page.headers["Location"]) == (302, True)


def test_an_order_of_another_business_looks_like_nothing(alice, other) -> None:
    with enter(other):
        theirs = a_paid_order()

    assert [alice.get(f"{LIST}{code}/").status_code for code in (theirs.code, "NOSUCHCODE")] == [404, 404]
