"""What the book learns of orders, and operators of payouts. All is read from the rows: twice or late does no harm."""

from marque.kit.facts.registry import subscribe
from marque.kit.tenancy.context import require_tenant
from shared_apps.settlements import actions as settlements
from tenant_apps.ledger import (
    actions,
    telling,  # noqa: F401 listens, too
)
from tenant_apps.ledger.events import PayoutApproved, PayoutPaid, PayoutRequested, PayoutReturned
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import Payout
from tenant_apps.orders.events import (
    DisputeFeeKnown,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    OrderPaid,
    PaymentFeeKnown,
    RefundReturned,
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


@subscribe(RefundReturned)
def take_the_refund_back(fact: RefundReturned) -> None:
    """The money is with the business again."""
    refund = Refund.objects.select_related("order").get(pk=fact.refund_id)
    actions.post_refund_returned(refund=refund)


@subscribe(DisputeFeeKnown)
def post_the_fee_of_a_dispute(fact: DisputeFeeKnown) -> None:
    """What the gateway kept for the trouble."""
    actions.post_dispute_fee(dispute=_dispute(fact.dispute_id))


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


@subscribe(PayoutRequested)
def tell_operators_of_a_request(fact: PayoutRequested) -> None:
    """Where the platform collects, they approve."""
    _tell_operators(fact.payout_id)


@subscribe(PayoutApproved)
def tell_operators_of_an_approval(fact: PayoutApproved) -> None:
    """It waits for the transfer now."""
    _tell_operators(fact.payout_id)


@subscribe(PayoutPaid)
def tell_operators_of_a_payment(fact: PayoutPaid) -> None:
    """Done."""
    _tell_operators(fact.payout_id)


@subscribe(PayoutReturned)
def tell_operators_of_a_return(fact: PayoutReturned) -> None:
    """Done, too."""
    _tell_operators(fact.payout_id)


def _tell_operators(pk: int) -> None:
    if not platform_collects():
        return
    payout = Payout.objects.select_related("account").get(pk=pk)
    settlements.note_payout(
        tenant_id=require_tenant().id,
        payout_key=payout.key,
        code=payout.code,
        money=payout.money,
        method=payout.account.method,
        requested_at=payout.requested_at,
        approved_at=payout.approved_at,
        decided_at=payout.paid_at or payout.returned_at,
    )
