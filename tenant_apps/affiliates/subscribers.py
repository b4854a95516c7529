"""What affiliates hear of orders, and what is written to them."""

from __future__ import annotations

from collections.abc import Iterable

from marque.kit.facts.registry import subscribe
from tenant_apps.affiliates import actions, letters, queries
from tenant_apps.affiliates.events import AffiliateApplied, AffiliateApproved, AffiliateRejected
from tenant_apps.affiliates.models import Affiliate
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger import claims
from tenant_apps.orders import witnesses
from tenant_apps.orders.events import OrderPaid
from tenant_apps.orders.models import Order
from tenant_apps.orders.witnesses import Placing
from tenant_apps.people.models import Person


@witnesses.witness
def note_whose_order_it_is(placing: Placing) -> None:
    """In the transaction that places it: a payment may follow within the second."""
    actions.attribute_order(placing=placing)


@claims.source
def who_led_the_buyer_here(order: Order) -> Iterable[Person]:
    """The one the order was attributed to when it was placed."""
    led = queries.attribution_of(order)
    return [led.affiliate.person] if led else []


@subscribe(OrderPaid)
def tell_the_affiliate_of_a_sale(fact: OrderPaid) -> None:
    """What the ledger gave them; nothing when no rule did."""
    led = queries.attribution_of(Order.objects.get(pk=fact.order_id))
    if led is None:
        return
    # deliveries have no order among themselves, and the email says what the books say
    ledger.post_sale(order=led.order)
    sale = queries.sale_of(led)
    if sale.earned:
        letters.earned(led.affiliate, sale)


@subscribe(AffiliateApplied)
def answer_an_application(fact: AffiliateApplied) -> None:
    """To them and to the business."""
    letters.applied(_affiliate(fact.affiliate_id))


@subscribe(AffiliateApproved)
def welcome_an_affiliate(fact: AffiliateApproved) -> None:
    """With their link."""
    letters.approved(_affiliate(fact.affiliate_id))


@subscribe(AffiliateRejected)
def answer_with_a_no(fact: AffiliateRejected) -> None:
    """Unless it became a yes meanwhile."""
    affiliate = _affiliate(fact.affiliate_id)
    if affiliate.rejected_at:
        letters.rejected(affiliate)


def _affiliate(pk: int) -> Affiliate:
    return Affiliate.objects.select_related("person").get(pk=pk)
