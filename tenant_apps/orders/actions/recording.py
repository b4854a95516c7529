"""Paying: write down what the gateway answered."""

from __future__ import annotations

from django.db import transaction

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from shared_apps.integrations.ports import payments as port
from tenant_apps.orders.actions.awaiting import await_money
from tenant_apps.orders.actions.holding import retake
from tenant_apps.orders.actions.periods import keep_card, money_did_not_come
from tenant_apps.orders.actions.settling import mark_paid
from tenant_apps.orders.events import PaymentBounced, PaymentFailed, PaymentFeeKnown, PaymentPending
from tenant_apps.orders.models import Order, Payment, PaymentState
from tenant_apps.payments.actions import keep_method


def pays_still(payment: Payment, order: Order) -> bool:
    """May money of a payment that was given up pay its order? Another may have, or the order asks for more by now."""
    return order.paid_at is None and payment.money == order.total and not order.payments.holding().exists()


@transaction.atomic
def record_payment(*, payment: Payment, result: port.PaymentResult) -> Payment:
    """Write down what the gateway said. The same answer twice changes nothing.

    Money that came after we had given up pays the order all the same, while the order is open and asks for as much,
    and nobody else has its seats and coupons by now.
    """
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    payment.order = order
    came_late = payment.state == PaymentState.FAILED and result.succeeded and pays_still(payment, order)
    if not payment.settled_at or (came_late and _taken_again(order, payment)):
        _take_over(payment, result)
    if result.saved and payment.state == PaymentState.SUCCEEDED:
        kept = keep_method(person=order.buyer, gateway=payment.gateway, method=result.saved)
        keep_card(order=order, method=kept)
    if result.fee is not None and payment.state == PaymentState.SUCCEEDED:
        payment = note_fee(payment=payment, fee=Money(result.fee, payment.currency))
        payment.order = order
    return payment


def _taken_again(order: Order, payment: Payment) -> bool:
    """Could the order have back what it gave back while nobody paid? If not, the money is a surplus."""
    try:
        with transaction.atomic():
            retake(order=order, since=payment.created_at)
    except Refused:
        return False
    return True


def _take_over(payment: Payment, result: port.PaymentResult) -> None:
    was_pending = payment.pending
    payment.reference = result.reference or payment.reference
    payment.card_brand, payment.card_last4 = result.brand or payment.card_brand, result.last4 or payment.card_last4
    match result.state:
        case port.PaymentState.SUCCEEDED:
            payment.failure_code = payment.failure_message = ""
            _settle(payment, PaymentState.SUCCEEDED)
            mark_paid(payment.order)
        case port.PaymentState.DECLINED:
            payment.failure_code, payment.failure_message = result.failure_code, str(result.message)[:300]
            _settle(payment, PaymentState.FAILED)
            publish(PaymentFailed(order_id=payment.order_id, person_id=payment.order.buyer_id))
            if was_pending:
                publish(PaymentBounced(payment_id=payment.pk, order_id=payment.order_id))
            money_did_not_come(payment=payment, now=clock.now())
        case port.PaymentState.NEEDS_ACTION:
            payment.state, payment.action_token = PaymentState.CHALLENGED, result.action_token
        case port.PaymentState.PENDING:
            payment.state, payment.action_token = PaymentState.STARTED, ""
            await_money(payment, result.awaits)
            if result.awaits is None and not was_pending:
                publish(PaymentPending(payment_id=payment.pk, order_id=payment.order_id))
    payment.save()


@transaction.atomic
def note_fee(*, payment: Payment, fee: Money) -> Payment:
    """Write down what the gateway keeps for itself, once; raises ValueError for another currency."""
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if fee.currency != payment.currency:
        raise ValueError("A fee is in the currency of its payment.")
    if payment.fee_amount is None:
        payment.fee_amount = fee.amount
        payment.save(update_fields=["fee_amount"])
        publish(PaymentFeeKnown(payment_id=payment.pk, order_id=payment.order_id))
    return payment


def _settle(payment: Payment, state: PaymentState) -> None:
    payment.state, payment.settled_at = state, clock.now()
    payment.method = payment.action_token = ""
