"""What the book learns of orders. Amounts are read from the rows, so a fact that comes twice or late does no harm."""

from marque.kit.facts.registry import subscribe
from tenant_apps.ledger import actions
from tenant_apps.orders.events import (
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    OrderPaid,
    PaymentFeeKnown,
    RefundSettled,
)
from tenant_apps.orders.models import Dispute, Order, Payment, Refund


@subscribe(OrderPaid)
def post_the_sale(fact: OrderPaid) -> None:
    """Tax, fee, shares, earnings."""
    actions.post_sale(order=Order.objects.get(pk=fact.order_id))


@subscribe(PaymentFeeKnown)
def post_the_fee(fact: PaymentFeeKnown) -> None:
    """What the gateway kept."""
    actions.post_fee(payment=Payment.objects.select_related("order").get(pk=fact.payment_id))


@subscribe(RefundSettled)
def post_the_refund(fact: RefundSettled) -> None:
    """All of it, or a part."""
    actions.post_refund(refund=Refund.objects.select_related("order").get(pk=fact.refund_id))


@subscribe(DisputeOpened)
def hold_what_is_disputed(fact: DisputeOpened) -> None:
    """The gateway keeps it for now."""
    actions.post_dispute_opened(dispute=_dispute(fact.dispute_id))


@subscribe(DisputeWon)
def give_back_what_was_held(fact: DisputeWon) -> None:
    """As before."""
    actions.post_dispute_won(dispute=_dispute(fact.dispute_id))


@subscribe(DisputeLost)
def write_off_what_was_held(fact: DisputeLost) -> None:
    """Gone."""
    actions.post_dispute_lost(dispute=_dispute(fact.dispute_id))


def _dispute(pk: int) -> Dispute:
    return Dispute.objects.select_related("order").get(pk=pk)
