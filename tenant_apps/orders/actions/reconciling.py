"""Payments nobody finished: a worker died, a tab was closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.orders.actions.asking import answer_challenge, charge, give_up
from tenant_apps.orders.actions.placing import cancel_order
from tenant_apps.orders.actions.recording import record_payment
from tenant_apps.orders.gateways import NotConnected, gateway_of
from tenant_apps.orders.models import Order, OrderKind, Payment, PaymentState

UNANSWERED = timedelta(minutes=1)
# gateways remember an idempotency key for a day; a buyer who pressed the button an hour ago has gone
CHARGED_LATE = timedelta(hours=1)
FEES_TAKE_AT_MOST = timedelta(days=3)
CHALLENGE_LASTS = timedelta(minutes=20)
ABANDONED = timedelta(days=1)
AT_ONCE = 100


def reconcile_payments(*, now: datetime) -> int:
    """Ask the gateway about every payment left under way, and give up on challenges nobody answered."""
    unanswered = Payment.objects.stuck(PaymentState.STARTED, now - UNANSWERED).select_related("order")[:AT_ONCE]
    forgotten = Payment.objects.stuck(PaymentState.CHALLENGED, now - CHALLENGE_LASTS)[:AT_ONCE]
    settled = [_look_up(payment, now) for payment in unanswered]
    settled += [answer_challenge(payment=payment, approved=False) for payment in forgotten]
    return sum(1 for payment in settled if payment.settled_at)


def _look_up(payment: Payment, now: datetime) -> Payment:
    """Never charged twice: the gateway is asked what it did before it is asked to do anything."""
    try:
        found = gateway_of(payment).find_payment(
            idempotency_key=str(payment.idempotency_key), reference=payment.reference
        )
    except (ProviderError, NotConnected):
        return payment
    if found is not None:
        return record_payment(payment=payment, result=found)
    if payment.settled_at:
        return payment
    late = payment.created_at < now - CHARGED_LATE
    return give_up(payment=payment) if late else charge(payment=payment)


def note_missing_fees(*, now: datetime) -> int:
    """Ask the gateway what it kept of payments whose fee was not known at once; how many are known now."""
    asked = Payment.objects.succeeded().filter(
        fee_amount=None, settled_at__range=(now - FEES_TAKE_AT_MOST, now - UNANSWERED)
    )
    return sum(1 for payment in asked[:AT_ONCE] if _look_up(payment, now).fee_amount is not None)


def cancel_abandoned(*, now: datetime) -> int:
    """Let go of orders nobody paid within a day."""
    # what a subscription asks for is let go by its own rules
    waiting = Order.objects.awaiting_payment().exclude(kind=OrderKind.RENEWAL)
    # what is being paid, or will be by transfer, is not left
    waiting = waiting.exclude(payments__in=Payment.objects.holding())
    left = waiting.filter(placed_at__lt=now - ABANDONED).order_by("placed_at", "pk")[:AT_ONCE]
    return len([cancel_order(order=order) for order in left])
