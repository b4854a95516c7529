"""A buyer's bank takes money back, and gives it back again or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marque.kit import clock
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from tenant_apps.orders.events import DisputeFeeKnown, DisputeLost, DisputeOpened, DisputeWon
from tenant_apps.orders.models import Dispute, Order, Payment


@transaction.atomic
def open_dispute(
    *, payment: Payment, reference: str, amount: Money, reason: str = "", due: datetime | None = None
) -> Dispute:
    """Note that a bank questions a payment. Telling it twice changes nothing."""
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    dispute, new = Dispute.objects.get_or_create(
        payment=payment,
        reference=reference,
        defaults={
            "order": order,
            "amount": amount.amount,
            "currency": amount.currency,
            "reason": reason[:64],
            "opened_at": clock.now(),
            "evidence_due_at": due,
        },
    )
    if new:
        publish(DisputeOpened(dispute_id=dispute.pk, order_id=order.pk, person_id=order.buyer_id))
    return dispute


@transaction.atomic
def close_dispute(*, dispute: Dispute, won: bool) -> Dispute:
    """Note what the bank decided; the first decision stands."""
    order = Order.objects.select_for_update().get(pk=dispute.order_id)
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if dispute.won_at or dispute.lost_at:
        return dispute
    if won:
        dispute.won_at = clock.now()
    else:
        dispute.lost_at = clock.now()
    dispute.save(update_fields=["won_at", "lost_at"])
    fact = DisputeWon if won else DisputeLost
    publish(fact(dispute_id=dispute.pk, order_id=order.pk, person_id=order.buyer_id))
    return dispute


@transaction.atomic
def note_dispute_fee(*, dispute: Dispute, fee: Money) -> Dispute:
    """Write down what the gateway keeps for a dispute, won or lost, once; raises ValueError for another currency."""
    Order.objects.select_for_update().get(pk=dispute.order_id)
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if fee.currency != dispute.currency:
        raise ValueError("A fee is in the currency of its dispute.")
    if dispute.fee_amount is None and fee.amount > 0:
        dispute.fee_amount = fee.amount
        dispute.save(update_fields=["fee_amount"])
        publish(DisputeFeeKnown(dispute_id=dispute.pk, order_id=dispute.order_id))
    return dispute
