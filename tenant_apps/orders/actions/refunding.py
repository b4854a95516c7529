"""Giving the money of an order back, all or part."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Merchant, RefundRequest, RefundResult
from tenant_apps.orders.events import OrderRefunded, RefundSettled
from tenant_apps.orders.gateways import gateway_of
from tenant_apps.orders.models import Order, Payment, Refund


class NotPaid(Refused):
    """There is nothing to give back."""

    message = _("This order is not paid, so there is nothing to refund.")


class AlreadyRefunded(Refused):
    """It was given back before."""

    message = _("This order is already refunded.")


class TooMuch(Refused):
    """More than is left of the payment, or nothing at all."""

    field = "amount"
    message = _("Up to %(most)s can still be refunded. Write an amount between that and nothing.")


class UnderDispute(Refused):
    """The bank holds the money."""

    message = _("The buyer's bank questions this payment and holds the money. Answer the dispute instead.")


class RefundFailed(Refused):
    """The gateway did not do it."""

    message = _("The refund did not go through. No money moved. Try again in a few minutes.")


def refund_order(
    *, order: Order, reason: str, amount: Money | None = None, key: UUID | None = None, by: Any = None
) -> Order:
    """Give money back: everything that is left, or this amount. When all is back, what the order gave is taken back.

    Safe to repeat after a failure: a refund that the gateway has not agreed to is asked for again before another, with
    its own key, unless the gateway said for certain that nothing moved. The same key is the same refund, another key
    is another one. A refund whose part of a kept fee the gateway does not know yet stays under way until it does.
    Raises NotPaid, AlreadyRefunded, TooMuch, UnderDispute and RefundFailed.
    """
    refund, again = _start(order, reason, amount, key, by)
    done = _finish(refund, again=again)
    if not again or key in (None, refund.key):
        return done
    if Refund.objects.under_way().filter(pk=refund.pk).exists():
        raise _waiting_for(refund)
    # that was the one before
    return refund_order(order=order, reason=reason, amount=amount, key=key, by=by)


def _finish(refund: Refund, *, again: bool) -> Order:
    if refund.settled_at:
        return refund.order
    if refund.payment is None:
        return _record(refund, "")
    answer = _ask(refund, refund.payment, again=again)
    if answer.platform_fee is None and _kept_fee_of(refund.payment):
        return refund.order  # a webhook says when it is done
    return _record(refund, answer.reference, platform_fee=answer.platform_fee)


def _kept_fee_of(payment: Payment) -> bool:
    return payment.platform_fee_at_source and payment.merchant == Merchant.CREATOR


def _waiting_for(refund: Refund) -> RefundFailed:
    return RefundFailed(_("A refund of %(amount)s is under way. Wait until it is done.") % {"amount": refund.money})


@transaction.atomic
def _start(order: Order, reason: str, amount: Money | None, key: UUID | None, by: Any) -> tuple[Refund, bool]:
    order = Order.objects.select_for_update().get(pk=order.pk)
    known = order.refunds.filter(key=key, failed_at__isnull=True).first() if key else None
    if known is not None:
        return known, True
    if order.paid_at is None:
        raise NotPaid
    if order.refunded_at:
        raise AlreadyRefunded
    if order.disputes.open().exists():
        raise UnderDispute
    left = order.refundable
    wanted = left if amount is None else amount
    if wanted.currency != left.currency or wanted > left or (wanted.amount <= 0 and left):
        raise TooMuch(most=left.format(cents=True))
    begun = order.refunds.under_way().first()
    if begun is not None and (begun.money == wanted or key):
        return begun, True
    if begun is not None:
        raise _waiting_for(begun)
    refund = Refund.objects.create(
        key=key if key and not Refund.objects.filter(key=key).exists() else uuid4(),
        order=order,
        payment=order.payments.succeeded().first(),
        amount=wanted.amount,
        currency=wanted.currency,
        reason=reason.strip(),
        by=by,
    )
    return refund, False


def _ask(refund: Refund, payment: Payment, *, again: bool) -> RefundResult:
    request = RefundRequest(
        reference=payment.reference,
        money=refund.money,
        idempotency_key=str(refund.key),
        reason=refund.reason,
        again=again,
    )
    try:
        return gateway_of(payment).refund(request)
    except ProviderError as error:
        failed_at = clock.now() if error.permanent and error.certain else None
        asked = Refund.objects.under_way().filter(pk=refund.pk)
        asked.update(failure_message=error.message[:300], failed_at=failed_at)
        raise RefundFailed from error


@transaction.atomic
def note_refund(
    *, payment: Payment, reference: str, amount: Money, reason: str = "", platform_fee: int | None = None
) -> None:
    """Note a refund the gateway tells of: ours, or one made on its own pages. Telling it twice changes nothing.

    What goes back of a payment that did not pay the order is none of the order's business.
    """
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    if not order.payments.succeeded().filter(pk=payment.pk).exists():
        return
    if order.refunds.filter(reference=reference).exists() or order.paid_at is None:
        return
    ours = order.refunds.under_way().filter(payment=payment, amount=amount.amount).first()
    if ours is None and amount > order.refundable:
        return
    refund = ours or Refund.objects.create(
        order=order,
        payment=payment,
        amount=amount.amount,
        currency=amount.currency,
        reason=reason or str(_("Refunded at the payment provider")),
    )
    _record(refund, reference, platform_fee=platform_fee)


@transaction.atomic
def _record(refund: Refund, reference: str, *, platform_fee: int | None = None) -> Order:
    order = Order.objects.select_for_update().get(pk=refund.order_id)
    now = clock.now()
    fresh = Refund.objects.under_way().filter(pk=refund.pk)
    known = {"reference": reference, "settled_at": now, "failure_message": "", "platform_fee_amount": platform_fee}
    if not fresh.update(**known):
        return order
    publish(RefundSettled(refund_id=refund.pk, order_id=order.pk, person_id=order.buyer_id))
    if not order.refundable:
        order.refunded_at = now
        order.save(update_fields=["refunded_at"])
        publish(OrderRefunded(order_id=order.pk, person_id=order.buyer_id))
    return order
