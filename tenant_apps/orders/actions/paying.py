"""Paying: write down the intent, ask the gateway outside any transaction, write down the answer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.orders.actions.settling import mark_paid
from tenant_apps.orders.events import PaymentFailed, PaymentFeeKnown
from tenant_apps.orders.gateways import gateway_of, our_gateway
from tenant_apps.orders.models import Order, Payment, PaymentState

UNREACHABLE = "gateway_refused"


class MoneyNotTaken(Refused):
    """The business's gateway does not take this currency or amount."""

    message = _lazy("This cannot be paid here. Nothing was charged.")


def pay(*, order: Order, method: str, by: Any = None) -> Payment:
    """Pay an order with this card token. A second call while one is under way returns that one and charges nothing."""
    payment, fresh = start_payment(order=order, method=method, by=by)
    return charge(payment=payment) if fresh else payment


@transaction.atomic
def start_payment(*, order: Order, method: str, by: Any = None) -> tuple[Payment, bool]:
    """Write down that we are about to charge. (payment, True) when it is new, else the one that holds the order.

    Raises MoneyNotTaken.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    holding = order.payments.holding().first()
    if holding is not None:
        return holding, False
    gateway = our_gateway()
    if problem := gateway.capabilities.problem_with(order.total):
        raise MoneyNotTaken(problem)
    payment = Payment.objects.create(
        order=order,
        gateway=gateway.name,
        amount=order.total_amount,
        currency=order.currency,
        idempotency_key=uuid4(),
        method=method,
    )
    return payment, True


def charge(*, payment: Payment) -> Payment:
    """Ask the gateway and record its answer. The key makes asking again harmless; no answer leaves it under way."""
    request = port.PaymentRequest(
        money=payment.money,
        method=payment.method,
        idempotency_key=str(payment.idempotency_key),
        description=payment.order.title,
        email=payment.order.email,
        metadata={"order": payment.order.code},
    )
    return _ask(payment, lambda: gateway_of(payment).charge(request))


def answer_challenge(*, payment: Payment, approved: bool, by: Any = None) -> Payment:
    """Take the buyer's answer to their bank back to the gateway."""
    if payment.state != PaymentState.CHALLENGED:
        return payment
    return _ask(payment, lambda: gateway_of(payment).confirm(payment.action_token, approved=approved))


def _ask(payment: Payment, question: Any) -> Payment:
    try:
        result = question()
    except ProviderError as error:
        if not error.permanent:
            return payment
        return give_up(payment=payment)
    return record_payment(payment=payment, result=result)


def give_up(*, payment: Payment) -> Payment:
    """Write down that nothing was charged and nothing will be."""
    result = port.PaymentResult(
        state=port.PaymentState.DECLINED,
        reference=payment.reference,
        amount=payment.amount,
        currency=payment.currency,
        failure_code=UNREACHABLE,
        message=_("The payment could not be taken. Nothing was charged. Try again."),
    )
    return record_payment(payment=payment, result=result)


@transaction.atomic
def record_payment(*, payment: Payment, result: port.PaymentResult) -> Payment:
    """Write down what the gateway said. The same answer twice changes nothing."""
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    payment.order = order
    if payment.settled_at:
        return payment
    payment.reference = result.reference or payment.reference
    payment.card_brand, payment.card_last4 = result.brand or payment.card_brand, result.last4 or payment.card_last4
    match result.state:
        case port.PaymentState.SUCCEEDED:
            _settle(payment, PaymentState.SUCCEEDED)
            mark_paid(order)
        case port.PaymentState.DECLINED:
            payment.failure_code, payment.failure_message = result.failure_code, str(result.message)[:300]
            _settle(payment, PaymentState.FAILED)
            publish(PaymentFailed(order_id=order.pk, person_id=order.buyer_id))
        case port.PaymentState.NEEDS_ACTION:
            payment.state, payment.action_token = PaymentState.CHALLENGED, result.action_token
    payment.save()
    return payment


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
