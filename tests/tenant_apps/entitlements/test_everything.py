from datetime import timedelta

import pytest

from marque.kit import clock
from tenant_apps.catalog import actions as catalog
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements import queries
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order
from tests.tenant_apps.selling import a_paid_order, a_product, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")


def member(days: int | None = None) -> Order:
    offer = an_offer("all", products=[catalog.the_everything()])
    return a_paid_order(catalog.set_terms_of_sale(offer=offer, access=catalog.Access(days=days)))


def test_a_member_has_what_is_on_sale_and_what_comes_later(deliver_facts) -> None:
    sold, draft, later = a_product("Sold"), a_product("Draft"), a_product("Later")
    an_offer("sold", products=[sold])
    catalog.create_offer(slug="draft", title="Draft", products=[draft])
    order = member()
    deliver_facts()

    an_offer("later", products=[later])
    deliver_facts()

    held = [queries.has_access(order.buyer, product, clock.now()) for product in (sold, draft, later)]
    assert held == [True, False, True]


def test_a_refunded_membership_closes_what_it_opened_and_leaves_what_was_bought(deliver_facts) -> None:
    own, other = a_product("Own"), a_product("Other")
    bought = a_paid_order(an_offer("own", products=[own]))
    an_offer("other", products=[other])
    order = member()
    deliver_facts()

    orders.refund_order(order=order, reason="Changed their mind")
    deliver_facts()

    held = [queries.has_access(bought.buyer, product, clock.now()) for product in (own, other)]
    assert held == [True, False]


def test_a_membership_that_ran_out_closes_what_it_opened(deliver_facts) -> None:
    product = a_product("Other")
    an_offer("other", products=[product])
    order = member(days=30)
    deliver_facts()

    entitlements.end_lapsed(now=clock.now() + timedelta(days=31))

    assert not queries.has_access(order.buyer, product, clock.now())
