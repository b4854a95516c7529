"""Waiting for money that comes by itself."""

from __future__ import annotations

from marque.kit.facts.outbox import publish
from shared_apps.integrations.ports import payments as port
from tenant_apps.orders.events import PaymentAwaited
from tenant_apps.orders.models import Awaited, Payment


def await_money(payment: Payment, awaits: port.Awaits | None) -> None:
    """Write down, in the caller's transaction, until when a payment waits. Twice changes nothing."""
    if awaits is None:
        return
    _awaited, new = Awaited.objects.get_or_create(
        payment=payment, defaults={"method": awaits.method.value, "due_at": awaits.due_at}
    )
    if new:
        publish(PaymentAwaited(payment_id=payment.pk, order_id=payment.order_id))
