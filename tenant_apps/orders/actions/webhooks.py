"""What the gateway tells us by itself: kept first, handled after, each once."""

from __future__ import annotations

from django.db import transaction

from marque.kit import clock
from shared_apps.integrations.ports import payments as port
from tenant_apps.orders.actions.paying import record_payment
from tenant_apps.orders.models import GatewayEvent, Payment

_STATES = {
    "payment.succeeded": port.PaymentState.SUCCEEDED,
    "payment.failed": port.PaymentState.DECLINED,
}


@transaction.atomic
def keep_event(*, gateway: str, fact: port.WebhookFact) -> tuple[GatewayEvent, bool]:
    """Store a verified webhook. (event, False) when it came before."""
    return GatewayEvent.objects.get_or_create(
        gateway=gateway,
        event_id=fact.event_id,
        defaults={
            "kind": fact.kind,
            "reference": fact.reference,
            "amount": fact.amount,
            "currency": fact.currency,
            "occurred_at": fact.occurred_at,
        },
    )


@transaction.atomic
def handle_event(*, event: GatewayEvent) -> GatewayEvent:
    """Bring our payment in line with it. Events about payments we do not know yet wait for the next look."""
    event = GatewayEvent.objects.select_for_update().get(pk=event.pk)
    if event.processed_at:
        return event
    state = _STATES.get(event.kind)
    if state is not None:
        payment = Payment.objects.filter(gateway=event.gateway, reference=event.reference).first()
        if payment is None:
            return event
        if (payment.amount, payment.currency) == (event.amount, event.currency):
            record_payment(payment=payment, result=_result(state, event))
    event.processed_at = clock.now()
    event.save(update_fields=["processed_at"])
    return event


def _result(state: port.PaymentState, event: GatewayEvent) -> port.PaymentResult:
    return port.PaymentResult(
        state=state,
        reference=event.reference,
        amount=event.amount,
        currency=event.currency,
        failure_code="declined_later" if state is port.PaymentState.DECLINED else "",
    )
