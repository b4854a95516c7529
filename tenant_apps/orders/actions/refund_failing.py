"""A refund that was reported as done and came back: the buyer has not got the money, the business has."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from tenant_apps.orders.events import RefundReturned
from tenant_apps.orders.models import Order, Payment, Refund


@transaction.atomic
def reopen_refund(*, payment: Payment, reference: str, amount: Money, reason: str = "") -> Refund | None:
    """Take a refund back that the gateway could not make: the order is paid again, and the money still owed.

    One that never was reported as done fails as it would have at once. Telling it twice changes nothing, and so does
    telling it of a payment that did not pay the order.
    """
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    if not order.payments.succeeded().filter(pk=payment.pk).exists():
        return None
    refund = order.refunds.filter(payment=payment, reference=reference).first() or _under_way(order, payment, amount)
    if refund is None or refund.failed_at:
        return None
    was_done = refund.settled_at is not None
    now = clock.now()
    refund.reference = refund.reference or reference
    refund.settled_at, refund.failed_at = None, now
    refund.returned_at = now if was_done else None
    refund.failure_message = (reason or _("The bank sent the refund back."))[:300]
    refund.save(update_fields=["reference", "settled_at", "failed_at", "returned_at", "failure_message"])
    if was_done:
        Order.objects.filter(pk=order.pk).update(refunded_at=None)
        publish(RefundReturned(refund_id=refund.pk, order_id=order.pk, person_id=order.buyer_id))
    return refund


def _under_way(order: Order, payment: Payment, amount: Money) -> Refund | None:
    return order.refunds.under_way().filter(payment=payment, amount=amount.amount).first()
