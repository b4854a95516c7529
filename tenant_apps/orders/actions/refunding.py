"""Giving all the money of an order back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import RefundRequest
from tenant_apps.orders.events import OrderRefunded
from tenant_apps.orders.gateways import gateway_of
from tenant_apps.orders.models import Order, Payment, Refund


class NotPaid(Refused):
    """There is nothing to give back."""

    message = _("This order is not paid, so there is nothing to refund.")


class AlreadyRefunded(Refused):
    """It was given back before."""

    message = _("This order is already refunded.")


class RefundFailed(Refused):
    """The gateway did not do it."""

    message = _("The refund did not go through. No money moved. Try again in a few minutes.")


def refund_order(*, order: Order, reason: str, by: Any = None) -> Order:
    """Give the buyer all their money back and take back what the order gave. Safe to repeat after a failure."""
    refund = _start(order, reason, by)
    reference = ""
    if refund.payment is not None:
        reference = _ask(refund, refund.payment)
    return _record(refund, reference)


@transaction.atomic
def _start(order: Order, reason: str, by: Any) -> Refund:
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.paid_at is None:
        raise NotPaid
    if order.refunded_at:
        raise AlreadyRefunded
    refund, _new = Refund.objects.get_or_create(
        order=order,
        defaults={
            "payment": order.payments.succeeded().first(),
            "amount": order.total_amount,
            "currency": order.currency,
            "reason": reason.strip(),
            "by": by,
        },
    )
    return refund


def _ask(refund: Refund, payment: Payment) -> str:
    request = RefundRequest(
        reference=payment.reference, money=refund.money, idempotency_key=str(refund.key), reason=refund.reason
    )
    try:
        return gateway_of(payment).refund(request).reference
    except ProviderError as error:
        Refund.objects.filter(pk=refund.pk).update(failure_message=error.message[:300])
        raise RefundFailed from error


@transaction.atomic
def _record(refund: Refund, reference: str) -> Order:
    order = Order.objects.select_for_update().get(pk=refund.order_id)
    if order.refunded_at:
        return order
    order.refunded_at = now = clock.now()
    order.save(update_fields=["refunded_at"])
    Refund.objects.filter(pk=refund.pk).update(reference=reference, settled_at=now, failure_message="")
    publish(OrderRefunded(order_id=order.pk, person_id=order.buyer_id))
    return order
