"""Stripe Tax at the checkout, in the order and after the payment; and what holds while it is away."""

from uuid import uuid4

import pytest
from django.core.cache import cache

from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, OrderBilling, Seller
from tenant_apps.orders.taxing import BillTo
from tenant_apps.payments import actions as payments
from tests.tenant_apps.orders.documents import a_seller
from tests.tenant_apps.payments.stripe_shop import BY
from tests.tenant_apps.payments.test_stripe_checkout import OWN
from tests.tenant_apps.selling import EMAIL, NAME, an_offer, an_order

PAGE = "/checkout/second-number/"
NEW_YORK = BillTo("US", "NY", postal_code="10001")


@pytest.fixture
def double(double):
    cache.clear()
    payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)
    payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)
    a_seller(country="DE", tax_engine="stripe")
    return double


def asked(double) -> int:
    return sum(path == "/v1/tax/calculations" for _method, path, *_rest in double.requests)


def reports(double) -> list[tuple[str, str]]:
    found = [thing for thing in double.books().things.values() if thing["object"] == "tax.transaction"]
    return [(thing["type"], thing["reference"]) for thing in found]


def a_billed_order(to: BillTo = NEW_YORK, offer=None) -> Order:
    return orders.bill_order(order=an_order(offer or an_offer(price=10_000)), to=to)


def test_the_checkout_asks_for_the_postal_code_and_pays_the_total_it_showed(client_for, okafor, double) -> None:
    an_offer()
    browser = client_for(okafor)
    known = {"order_key": str(uuid4()), "price": "49000 USD", "email": EMAIL, "name": NAME}
    known |= {"country": "US", "region": "NY", "postal_code": "10001"}

    shown = browser.post(PAGE, known | {"update": "1"}).content.decode()
    bought = browser.post(PAGE, known | {"total": "53349 USD", "method": double.confirmation_token()})

    order = Order.objects.get()
    assert ('name="postal_code"' in shown, "$533.49" in shown, bought.status_code) == (True, True, 302)
    assert (order.total_amount, order.tax_amount, order.billing.engine, order.billing.postal_code) == (
        53_349,
        4_349,
        "stripe",
        "10001",
    )
    assert asked(double) == 1  # the same sale is asked about once


def test_a_paid_order_is_reported_once_and_its_refunds_reverse_it(double) -> None:
    order = a_billed_order()
    orders.pay(order=order, method="pm_card_visa")

    done = [orders.report_taxes() for _time in "12"]
    orders.refund_order(order=order, reason="Unhappy")
    back = [orders.report_taxes() for _time in "12"]

    refund = order.refunds.get()
    assert (done, back) == ([1, 0], [1, 0])
    assert reports(double) == [("transaction", order.code), ("reversal", f"{order.code}-{refund.pk}")]


def test_what_nobody_paid_is_not_reported(double) -> None:
    a_billed_order()

    assert (orders.report_taxes(), reports(double)) == (0, [])


def test_while_stripe_is_away_the_share_of_the_last_order_holds(double) -> None:
    first = a_billed_order()
    double.down = 10**6

    second = a_billed_order(offer=an_offer("second", price=20_000))

    assert (first.tax_amount, second.tax_amount, second.billing.engine) == (888, 1_776, "stripe, as before")


def test_an_order_taxed_as_before_is_reported_if_it_comes_to_the_same(double) -> None:
    offer = an_offer(price=10_000)
    a_billed_order(offer=offer)
    cache.clear()
    double.down = 3
    order = a_billed_order(offer=offer)
    double.down = 0
    orders.pay(order=order, method="pm_card_visa")

    orders.report_taxes()

    assert (OrderBilling.objects.get(order=order).engine, reports(double)) == (
        "stripe, as before",
        [("transaction", order.code)],
    )


def test_while_stripe_is_away_the_sellers_own_table_holds_where_nobody_bought_before(double) -> None:
    orders.set_rate(country="US", region="NY", name="Sales tax", percent="4", product_class="", by=BY)
    double.down = 10**6

    order = a_billed_order()

    assert (order.tax_amount, order.billing.engine) == (400, "table")


def test_a_report_that_was_written_down_by_nobody_is_not_made_twice(double) -> None:
    order = a_billed_order()
    orders.pay(order=order, method="pm_card_visa")
    orders.report_taxes()
    OrderBilling.objects.update(tax_transaction="")
    double.books().answers.clear()

    orders.report_taxes()

    assert (len(reports(double)), OrderBilling.objects.get().tax_transaction) == (1, "known there")


def test_stripe_tax_needs_an_account_at_stripe(in_okafor) -> None:
    with pytest.raises(orders.SellerRefused) as caught:
        orders.update_seller(by=BY, country="DE", tax_engine="stripe")

    assert (caught.value.field, Seller.objects.filter(tax_engine="stripe").exists()) == ("tax_engine", False)
