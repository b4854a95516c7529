"""A paid order gives its buyer what was bought; a refunded one takes it back."""

from marque.kit import clock
from marque.kit.facts.registry import subscribe
from tenant_apps.catalog.models import Offer
from tenant_apps.entitlements import actions, queries
from tenant_apps.orders import ownership
from tenant_apps.orders.events import DisputeLost, OrderPaid, OrderRefunded
from tenant_apps.orders.models import Order
from tenant_apps.people.models import Person


def source_of(order: Order) -> str:
    """How an entitlement names the order it comes from."""
    return f"order:{order.key}"


@subscribe(OrderPaid)
def grant_what_was_bought(fact: OrderPaid) -> None:
    """Every product of every line."""
    order = Order.objects.select_for_update().get(pk=fact.order_id)
    if order.refunded_at:
        return  # the refund was quicker than this delivery
    for product in order.products():
        actions.grant(person=order.buyer, product=product, source=source_of(order))


@subscribe(OrderRefunded)
def take_back_what_was_bought(fact: OrderRefunded) -> None:
    """What other sources gave stays."""
    _take_back(fact.order_id)


@subscribe(DisputeLost)
def take_back_what_the_bank_took(fact: DisputeLost) -> None:
    """A payment that the bank gave to the buyer for good pays for nothing."""
    _take_back(fact.order_id)


def _take_back(order_id: int) -> None:
    order = Order.objects.select_related("buyer").get(pk=order_id)
    actions.revoke_source(source=source_of(order), person=order.buyer)


@ownership.source
def owned(person: Person, offer: Offer) -> bool:
    """The checkout asks before it sells the same thing twice."""
    return queries.owns_all_of(person, offer, clock.now())
