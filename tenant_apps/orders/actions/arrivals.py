"""Money that comes by itself: noting what came, asking again, and letting go."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports import payments as port
from shared_apps.operations import audit
from tenant_apps.orders.actions.asking import answer_challenge, give_up
from tenant_apps.orders.actions.recording import pays_still, record_payment
from tenant_apps.orders.events import MoneyArrived, PaymentReminderDue, PaymentWaitEnded
from tenant_apps.orders.gateways import NotConnected, leads_away
from tenant_apps.orders.models import Arrival, Awaited, Order, Payment, PaymentState

# transfers take days, and nobody shuts a door on the day itself
GRACE = timedelta(days=7)
REMIND_BEFORE = timedelta(days=3)
AT_ONCE = 200


class NotAwaited(Refused):
    """It is paid, given up, or was never waited for."""

    message = _("Nobody waits for money here any more. Reload the page.")


class BadArrival(Refused):
    """Nothing, or not an amount of this order's money."""

    field = "amount"
    message = _("Write what arrived, such as %(example)s.")


class NoSurplus(Refused):
    """There is nothing to give back."""

    message = _("Nothing came beyond what was asked for.")


@transaction.atomic
def note_arrival(
    *, payment: Payment, amount: Money, arrived_on: date, form_key: UUID, note: str = "", by: str
) -> Awaited:
    """Note money that came: all of it pays the order, a part is waited for further, too much is shown as surplus.

    Money after the wait was given up pays the order, too. The same form twice is one arrival.
    Raises NotAwaited and BadArrival.
    """
    awaited, payment = _locked(payment)
    if amount.currency != payment.currency or not 0 < amount.amount < 10**14:
        raise BadArrival(example=payment.money.format(cents=True))
    if Arrival.objects.filter(form_key=form_key).exists():
        return awaited
    # after a payment that was given up another may have paid; what comes for a paid one is seen as surplus
    if payment.state == PaymentState.FAILED and not pays_still(payment, payment.order):
        raise NotAwaited
    Arrival.objects.create(
        awaited=awaited, amount=amount.amount, arrived_on=arrived_on, note=note.strip()[:200], noted_by=by,
        form_key=form_key,
    )  # fmt: skip
    _audit("order.money_arrived", payment, amount, by)
    publish(MoneyArrived(payment_id=payment.pk, amount=amount.amount))
    if not awaited.missing and payment.state != PaymentState.SUCCEEDED:
        _settle(payment)
    return awaited


@transaction.atomic
def give_surplus_back(*, payment: Payment, form_key: UUID, arrived_on: date, by: str) -> Awaited:
    """Note that what came beyond the amount was given back. Raises NotAwaited and NoSurplus."""
    awaited, payment = _locked(payment)
    if Arrival.objects.filter(form_key=form_key).exists():
        return awaited
    surplus = awaited.surplus
    if not surplus:
        raise NoSurplus
    Arrival.objects.create(
        awaited=awaited, amount=-surplus.amount, arrived_on=arrived_on, noted_by=by, form_key=form_key
    )
    _audit("order.surplus_returned", payment, surplus, by)
    return awaited


def _locked(payment: Payment) -> tuple[Awaited, Payment]:
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    payment.order = order
    awaited = Awaited.objects.filter(payment=payment).first()
    if awaited is None:
        raise NotAwaited
    awaited.payment = payment
    return awaited, payment


def _settle(payment: Payment) -> None:
    result = port.PaymentResult(
        state=port.PaymentState.SUCCEEDED,
        reference=payment.reference,
        amount=payment.amount,
        currency=payment.currency,
        fee=0,
    )
    record_payment(payment=payment, result=result)


def _audit(action: str, payment: Payment, money: Money, by: str) -> None:
    tenant, about = require_tenant(), {"amount": money.amount, "currency": money.currency}
    audit.record(by=by, action=action, target=payment.order.code, tenant_id=tenant.id, data=about)


def remind_of_awaited(*, now: datetime) -> int:
    """Ask again some days before the day, and once when it is over; how many were asked."""
    late = Awaited.objects.due_before(now).filter(reminders__lt=2)
    soon = Awaited.objects.due_before(now + REMIND_BEFORE).filter(due_at__gte=now, reminders=0)
    return sum(_remind(awaited, 1) for awaited in soon[:AT_ONCE]) + sum(
        _remind(awaited, 2) for awaited in late[:AT_ONCE]
    )


@transaction.atomic
def _remind(awaited: Awaited, number: int) -> int:
    fresh = Awaited.objects.filter(pk=awaited.pk, reminders__lt=number)
    if not fresh.update(reminders=number):
        return 0
    publish(PaymentReminderDue(payment_id=awaited.payment_id, number=number))
    return 1


@transaction.atomic
def stop_waiting(*, payment: Payment, by: Any = None) -> bool:
    """Give up a wait for which nothing came, and let the order's places go. False when money came, or it is over."""
    ended = _end_wait(payment)
    if ended:
        publish(PaymentWaitEnded(payment_id=payment.pk, order_id=payment.order_id))
    return ended


@transaction.atomic
def _end_wait(payment: Payment) -> bool:
    awaited, payment = _locked(payment)
    if payment.state != PaymentState.STARTED or awaited.arrived:
        return False
    give_up(payment=payment)
    return True


def begin_again(*, order: Order, gateway: str) -> None:
    """The buyer stands at the checkout again: let go of what they left on a gateway's own pages, or will not transfer.

    Whoever had said yes there has paid; whoever has sent money keeps waiting for it.
    """
    held = order.payments.holding().exclude(state=PaymentState.SUCCEEDED).first()
    if held is None:
        return
    if held.state == PaymentState.CHALLENGED:
        with suppress(NotConnected):
            if leads_away(held):
                answer_challenge(payment=held, approved=False)
    elif held.gateway != gateway and Awaited.objects.filter(payment=held).exists():
        _end_wait(held)


def end_waits(*, now: datetime) -> int:
    """Give up what nobody paid within the grace; what came in part is for its owner to decide."""
    late = Awaited.objects.due_before(now - GRACE).filter(arrivals=None).select_related("payment")[:AT_ONCE]
    return sum(stop_waiting(payment=awaited.payment) for awaited in late)
